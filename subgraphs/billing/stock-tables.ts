import { sql } from '#platform/database/drizzle.ts';
import { check, index, integer, jsonb, text, uniqueIndex, uuid } from '#platform/database/drizzle-tables.ts';
import { billing, instant } from './columns.ts';
import type { ReservedLine, StockTaskKind, StockTaskState } from './stock/stock-task.ts';

/**
 * The calls that billing makes to the stock of the product service, each recorded before it is made. There is no foreign
 * key: a draft may be deleted while the stock that was reserved for it is given back.
 */
export const stockTasks = billing.table(
  'stock_tasks',
  {
    /** Of the reservation or the release, also in the product service: it makes a repeated call harmless. */
    id: uuid('id').primaryKey(),
    invoiceId: uuid('invoice_id').notNull(),
    kind: text('kind').$type<StockTaskKind>().notNull(),
    /** The reservation that is made or released; its own id for one that is made. */
    reservationId: uuid('reservation_id').notNull(),
    /** For a reservation, what was asked for and, once it is done, what was taken. Null for all that is left. */
    lines: jsonb('lines').$type<readonly ReservedLine[]>(),
    state: text('state').$type<StockTaskState>().notNull(),
    /** The subject of whoever caused it. */
    actor: text('actor').notNull(),
    /** The instant from which the worker may take it: the end of a lease, or of the wait after a failure. */
    dueAt: instant('due_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** The reason why the latest attempt failed. */
    lastProblem: text('last_problem'),
    createdAt: instant('created_at').notNull().default(sql`clock_timestamp()`),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    check('stock_tasks_kind_known', sql`${table.kind} in ('RESERVE', 'RELEASE')`),
    check('stock_tasks_state_known', sql`${table.state} in ('PENDING', 'DONE', 'ABANDONED')`),
    check(
      'stock_tasks_state_of_kind',
      sql`case ${table.kind} when 'RESERVE' then ${table.reservationId} = ${table.id} and ${table.lines} is not null else ${table.state} <> 'ABANDONED' end`,
    ),
    check(
      'stock_tasks_finished_when_not_pending',
      sql`(${table.state} = 'PENDING') = (${table.finishedAt} is null)`,
    ),
    uniqueIndex('stock_tasks_one_reservation')
      .on(table.invoiceId)
      .where(sql`${table.kind} = 'RESERVE' and ${table.state} <> 'ABANDONED'`),
    index('stock_tasks_by_invoice').on(table.invoiceId),
    index('stock_tasks_due').on(table.dueAt).where(sql`${table.state} = 'PENDING'`),
  ],
);

export type StockTaskRow = typeof stockTasks.$inferSelect;
