import { and, count, getTableColumns, inArray, sql } from '#platform/database/drizzle.ts';
import type { AnyPgColumn, PgTable } from '#platform/database/drizzle-tables.ts';
import { toPgArray } from '#platform/database/pg-array.ts';
import type { NamedOrder } from '#platform/graphql/connection.ts';
import type { OwnedList } from './owned-list.ts';

/** A table whose rows belong to invoices. */
type OwnedTable = PgTable & { readonly invoiceId: AnyPgColumn };

/**
 * Creates the list of a table's rows that belong to an invoice. A lateral join reads as much of an invoice's index entries as its page needs.
 *
 * @param toId gives the id by which the order breaks ties
 */
export function createOwnedList<Table extends OwnedTable>(
  table: Table,
  order: NamedOrder,
  toId: (row: Table['$inferSelect']) => string,
): OwnedList<Table['$inferSelect']> {
  const { invoiceId } = table;
  // A wider type than that of the columns: drizzle cannot carry the columns of a generic table through a join.
  const columns: Record<string, AnyPgColumn> = getTableColumns<PgTable>(table);
  return {
    order,
    async read(db, invoiceIds, keyset) {
      const wanted = sql`unnest(${toPgArray(invoiceIds)}::uuid[]) as wanted(invoice_id)`;
      const ofEach = db
        .select({
          ...columns,
          ownerId: sql<string>`${invoiceId}`.as('owner_id'),
          value: keyset.cursorValue.as('cursor_value'),
        })
        .from(table as PgTable)
        .where(and(sql`${invoiceId} = wanted.invoice_id`, keyset.where))
        .orderBy(keyset.orderBy)
        .limit(keyset.limit)
        .as('of_each');
      const rows = await db.select().from(wanted).innerJoinLateral(ofEach, sql`true`);
      return rows.map(({ of_each: { value, ownerId, ...selected } }) => {
        const row: Table['$inferSelect'] = selected;
        return { invoiceId: ownerId, row, place: { value, id: toId(row) } };
      });
    },
    async count(db, invoiceIds) {
      return await db
        .select({ invoiceId: sql<string>`${invoiceId}`, total: count() })
        .from(table as PgTable)
        .where(inArray(invoiceId, [...invoiceIds]))
        .groupBy(invoiceId);
    },
  };
}
