import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { KeysetOrder, NamedOrder } from '#platform/graphql/connection.ts';
import type { InvoiceOrder, InvoiceOrderField } from '../generated/types.ts';
import { invoices } from '../tables.ts';

type Key = Pick<KeysetOrder, 'expression' | 'type'>;
type Direction = KeysetOrder['direction'];

const newestFirst = { field: 'CREATED_AT', direction: 'DESC' } as const;

/** An absent day comes last in both directions, beyond every possible day. */
const day = (column: SQL, direction: Direction): Key => ({
  expression: sql`coalesce(${column}, ${sql.raw(direction === 'ASC' ? `'9999-12-31'` : `'0001-01-01'`)}::date)`,
  type: 'date',
});

/** Our own numbers come first, then imported ones in the order of import, then drafts; in both directions. */
const number = (direction: Direction): Key => {
  const [imported, draft] = direction === 'ASC' ? ['999999999999999998', '999999999999999999'] : ['0', '-1'];
  return {
    // Numbers are ordered by year and sequence, not by their text.
    expression: sql`coalesce(${invoices.series}::bigint * 1000000000 + ${invoices.sequence}, case when ${invoices.number} is null then ${sql.raw(draft)} else ${sql.raw(imported)} end)`,
    type: 'bigint',
  };
};

const keys: Readonly<Record<InvoiceOrderField, (direction: Direction) => Key>> = {
  NUMBER: number,
  ISSUE_DATE: (direction) => day(sql`${invoices.issueDate}`, direction),
  DUE_DATE: (direction) => day(sql`${invoices.dueDate}`, direction),
  TOTAL: () => ({ expression: sql`${invoices.totalMinor}`, type: 'bigint' }),
  // The ids are UUIDv7 and begin with their time of creation, so the primary key has this order.
  CREATED_AT: () => ({ expression: sql`${invoices.id}`, type: 'uuid' }),
  UPDATED_AT: () => ({ expression: sql`${invoices.updatedAt}`, type: 'timestamptz' }),
};

/** The requested order; newest first without one. */
export function toInvoiceOrder(order: InvoiceOrder | null | undefined): NamedOrder {
  const { field, direction = 'ASC' } = order ?? newestFirst;
  return { ...keys[field](direction), direction, id: sql`${invoices.id}`, name: `${field} ${direction}` };
}
