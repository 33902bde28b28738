import { sql } from '#platform/database/drizzle.ts';
import { check, index, jsonb, smallint, text, uuid } from '#platform/database/drizzle-tables.ts';
import { billing, instant } from './columns.ts';
import type { StatusReason } from './lifecycle/status-message.ts';

/** The invoices that were given to the approved platform, or wait for it. Each is given once. */
export const platformDeposits = billing.table(
  'platform_deposits',
  {
    invoiceId: uuid('invoice_id').primaryKey(),
    /** The subject of the caller. */
    requestedBy: text('requested_by').notNull(),
    requestedAt: instant('requested_at').notNull(),
    /** The time when the platform took the document; null while it waits. */
    deliveredAt: instant('delivered_at'),
  },
  (table) => [
    index('platform_deposits_waiting').on(table.requestedAt).where(sql`${table.deliveredAt} is null`),
  ],
);

/** The statuses that the platform told, each once. */
export const lifecycleStatuses = billing.table(
  'lifecycle_statuses',
  {
    /** The id of the message, by which a repeated one is known. */
    id: uuid('id').primaryKey(),
    invoiceId: uuid('invoice_id').notNull(),
    code: smallint('code').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    reasons: jsonb('reasons').$type<readonly StatusReason[]>().notNull(),
  },
  (table) => [
    check('lifecycle_statuses_code_known', sql`${table.code} between 200 and 213`),
    check('lifecycle_statuses_reasons_list', sql`jsonb_typeof(${table.reasons}) = 'array'`),
    index('lifecycle_statuses_by_invoice').on(table.invoiceId, table.occurredAt, table.id),
  ],
);

export type PlatformDepositRow = typeof platformDeposits.$inferSelect;
export type LifecycleStatusRow = typeof lifecycleStatuses.$inferSelect;
