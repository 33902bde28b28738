import { and, count, getTableColumns, inArray, type SQL, sql } from '#platform/database/drizzle.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { type KeysetQuery, toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { type Page, parsePage } from '#platform/graphql/page.ts';
import { readArguments } from '#schema/read-arguments.ts';
import type { CustomerInvoicesArgs } from '../generated/types.ts';
import type { InvoiceConnectionModel } from '../models.ts';
import { invoices } from '../tables.ts';
import { toInvoiceCondition } from './invoice-filter.ts';
import { toInvoiceOrder } from './invoice-order.ts';

/** A query for the same page of many customers' invoices. */
export interface CustomerInvoicesQuery {
  readonly page: Page;
  readonly keyset: KeysetQuery;
  readonly condition: SQL | undefined;
}

/** Reads the arguments of `Customer.invoices`. @throws {GraphQLError} BAD_USER_INPUT */
export function parseCustomerInvoices(
  given: Partial<CustomerInvoicesArgs>,
  today: string,
): CustomerInvoicesQuery {
  const args = readArguments(given);
  const order = toInvoiceOrder(undefined);
  const page = parsePage(args, order.name);
  return { page, keyset: toKeysetQuery(page, order), condition: toInvoiceCondition(args.filter, today) };
}

/**
 * The pages of several customers, in the order of their ids, by one statement: for each customer, a lateral join stops
 * reading the index where the page ends.
 */
export async function listCustomerInvoices(
  db: Reader,
  customerIds: readonly string[],
  query: CustomerInvoicesQuery,
  countAll: (customerId: string) => Promise<number>,
): Promise<InvoiceConnectionModel[]> {
  const { page, keyset, condition } = query;
  const wanted = sql`unnest(${toPgArray(customerIds)}::uuid[]) as wanted(customer_id)`;
  const ofEach = db
    .select({ ...getTableColumns(invoices), value: keyset.cursorValue.as('cursor_value') })
    .from(invoices)
    .where(and(sql`${invoices.customerId} = wanted.customer_id`, condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit)
    .as('of_each');
  const rows = await db.select().from(wanted).innerJoinLateral(ofEach, sql`true`);
  const byCustomer = Map.groupBy(
    rows.map((row) => row.of_each),
    (row) => row.customerId,
  );
  return customerIds.map((id) =>
    toConnection(
      page,
      byCustomer.get(id) ?? [],
      (row) => row,
      () => countAll(id),
    ),
  );
}

/** The number of invoices that pass the condition, for each customer in the order of their ids, by one statement. */
export async function countCustomerInvoices(
  db: Reader,
  customerIds: readonly string[],
  condition: SQL | undefined,
): Promise<number[]> {
  const rows = await db
    .select({ customerId: invoices.customerId, total: count() })
    .from(invoices)
    .where(and(inArray(invoices.customerId, [...customerIds]), condition))
    .groupBy(invoices.customerId);
  const totals = new Map(rows.map((row) => [row.customerId, row.total]));
  return customerIds.map((id) => totals.get(id) ?? 0);
}
