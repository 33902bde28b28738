import { readListArguments } from '#kernel/read-list-arguments.ts';
import { and, getTableColumns, type SQL, sql } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { type KeysetQuery, toKeysetQuery } from '#platform/graphql/connection.ts';
import { type Page, parsePage } from '#platform/graphql/page.ts';
import type { CustomerInvoicesArgs } from '../generated/types.ts';
import type { InvoiceConnectionModel } from '../models.ts';
import { invoices } from '../tables.ts';
import type { TotalsQuery } from '../totals/cells.ts';
import { toTotalsQuery } from '../totals/load-sums.ts';
import type { ListTotals } from '../totals/sums.ts';
import { toInvoiceConnection } from './invoice-connection.ts';
import { toSelection } from './invoice-filter.ts';
import { newestFirstOrder } from './invoice-order.ts';
import { isInClass, type ListClass, listClasses } from './list-class.ts';

/** The column by which invoices belong to a customer, or credit notes to the invoice that they credit. */
export type InvoiceOwner = 'customerId' | 'creditedInvoiceId';

/** A query for the same page of the invoices of many owners. */
export interface InvoicesOfQuery {
  readonly owner: InvoiceOwner;
  readonly page: Page;
  readonly keyset: KeysetQuery;
  readonly classes: readonly ListClass[];
  /** Undefined if all invoices of the classes pass. */
  readonly condition: SQL | undefined;
  /** The totals that are kept for the filter; undefined if there are none. */
  readonly kept: TotalsQuery | undefined;
}

/** Reads the arguments of a page of an owner's invoices. @throws {GraphQLError} BAD_USER_INPUT */
export function parseInvoicesOf(
  owner: InvoiceOwner,
  given: Partial<CustomerInvoicesArgs>,
  today: string,
): InvoicesOfQuery {
  const [args, { page, keyset }, selection] = readListArguments(
    given,
    (readable) => {
      const asked = parsePage(readable, newestFirstOrder.name);
      return { page: asked, keyset: toKeysetQuery(asked, newestFirstOrder) };
    },
    ({ filter }) => toSelection(filter, today),
  );
  return {
    owner,
    page,
    keyset,
    classes: selection.classes ?? listClasses,
    condition: selection.condition,
    kept:
      owner === 'customerId' && !args.filter?.customerIds ? toTotalsQuery(args.filter, selection) : undefined,
  };
}

/**
 * The pages of several owners, in the order of their ids, by one statement: for each owner, a lateral join stops
 * reading the index where the page ends. That of customers has the invoices of each class in order.
 */
export async function listInvoicesOf(
  db: Reader,
  ownerIds: readonly string[],
  query: InvoicesOfQuery,
  loadTotals: (ownerId: string) => Promise<ListTotals>,
): Promise<InvoiceConnectionModel[]> {
  const { owner, page, keyset, classes, condition } = query;
  const select = (inClasses: SQL) => sql`(select ${invoices.id} from ${invoices}
    where ${and(sql`${invoices[owner]} = wanted.owner_id`, inClasses, condition, keyset.where)}
    order by ${keyset.orderBy} limit ${keyset.limit})`;
  const isByClass = owner === 'customerId' && classes.length > 0;
  const selections = isByClass
    ? classes.map((one) => select(isInClass(one)))
    : [select(isInClass(...classes))];
  const wanted = sql`unnest(${toPgArray(ownerIds)}::uuid[]) as wanted(owner_id)`;
  const listed = sql`(select id from (${sql.join(selections, sql` union all `)}) as of_classes
    order by id ${keyset.direction} limit ${keyset.limit}) as listed`;
  const rows = await db
    .select({ ...getTableColumns(invoices), value: keyset.cursorValue })
    .from(wanted)
    .innerJoinLateral(listed, sql`true`)
    .innerJoin(invoices, sql`${invoices.id} = listed.id`)
    .orderBy(keyset.orderBy);
  const byOwner = Map.groupBy(rows, (row) => row[owner]);
  return ownerIds.map((ownerId) =>
    toInvoiceConnection(
      page,
      byOwner.get(ownerId) ?? [],
      (row) => row,
      () => loadTotals(ownerId),
    ),
  );
}
