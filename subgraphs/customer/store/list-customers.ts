import { readListArguments } from '#kernel/read-list-arguments.ts';
import { and, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { type NamedOrder, toConnection, toKeysetQuery } from '#platform/graphql/connection.ts';
import { parsePage } from '#platform/graphql/page.ts';
import type { CustomerOrder, CustomerOrderField, QueryCustomersArgs } from '../generated/types.ts';
import type { CustomerConnectionModel } from '../models.ts';
import { customers } from '../tables.ts';
import { toCustomerCondition } from './customer-filter.ts';

/** A page of all customers that pass a filter, by one statement; another one counts them on request. */
export async function listCustomers(
  db: Reader,
  given: Partial<QueryCustomersArgs>,
  options: { readonly mayReadEmail: boolean },
): Promise<CustomerConnectionModel> {
  const order = toOrder(given.orderBy);
  const [, { page, keyset }, condition] = readListArguments(
    given,
    (args) => {
      const asked = parsePage(args, order.name);
      return { page: asked, keyset: toKeysetQuery(asked, order) };
    },
    ({ filter }) => toCustomerCondition(filter, options),
  );
  const rows = await db
    .select({ customer: customers, id: customers.id, value: keyset.cursorValue })
    .from(customers)
    .where(and(condition, keyset.where))
    .orderBy(keyset.orderBy)
    .limit(keyset.limit);
  return toConnection(
    page,
    rows,
    ({ customer }) => customer,
    async () => db.$count(customers, condition),
  );
}

/** Names in the order of a telephone book, whatever the database's own collation. */
const expressions: Record<CustomerOrderField, Pick<NamedOrder, 'expression' | 'type'>> = {
  DISPLAY_NAME: { expression: sql`${customers.displayName} collate "und-x-icu"`, type: 'text' },
  CREATED_AT: { expression: sql`${customers.createdAt}`, type: 'timestamptz' },
  UPDATED_AT: { expression: sql`${customers.updatedAt}`, type: 'timestamptz' },
};

/** The requested order; by name without one. */
function toOrder(order: CustomerOrder | null | undefined): NamedOrder {
  const field = order?.field ?? 'DISPLAY_NAME';
  const direction = order?.direction ?? 'ASC';
  return { ...expressions[field], direction, id: sql`${customers.id}`, name: `${field} ${direction}` };
}
