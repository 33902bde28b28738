import { type SQL, sql } from '#platform/database/drizzle.ts';
import {
  type AnyPgColumn,
  bigint,
  char,
  check,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { crm, crmInstant, hasLength, isOneOf } from './columns.ts';
import { type AlertStage, alertStages } from './domain/alert.ts';
import { requestBounds } from './domain/bounds.ts';
import { historyKinds, requestKinds, requestUrgencies } from './domain/request-words.ts';

/** A deadline, or an instant after all deadlines, so that the order of a list has no null. */
export const deadlineOrLast = (deadline: AnyPgColumn): SQL =>
  sql`coalesce(${deadline}, '9999-12-31 00:00:00+00'::timestamptz)`;

/** The constraints repeat the domain's rules, so that neither a bug nor a manual statement can break them. */
export const requests = crm.table(
  'requests',
  {
    id: uuid().primaryKey(),
    /** The number in the name for people. Numbers that transactions took and did not keep are missing. */
    number: integer().notNull().generatedAlwaysAsIdentity(),
    kind: text({ enum: requestKinds }).notNull(),
    title: text().notNull(),
    text: text(),
    urgency: text({ enum: requestUrgencies }).notNull(),
    deadline: crmInstant('deadline'),
    /** Orders by urgency and deadline, as one number for a cursor. */
    priority: bigint({ mode: 'bigint' }).notNull(),
    status: text({ enum: ['OPEN', 'DONE'] })
      .notNull()
      .default('OPEN'),
    customerId: uuid('customer_id'),
    invoiceId: uuid('invoice_id'),
    /** As it was when the request was opened. */
    invoiceNumber: text('invoice_number'),
    disputedMinor: bigint('disputed_minor', { mode: 'bigint' }),
    currency: char({ length: 3 }),
    /** People by issuer and subject. */
    author: text().notNull(),
    assignee: text(),
    closedAt: crmInstant('closed_at'),
    closedBy: text('closed_by'),
    outcome: text(),
    /** The instant from which an alert is to be sent; null if none is left. */
    nextAlertAt: crmInstant('next_alert_at'),
    version: integer().notNull().default(1),
    createdAt: crmInstant('created_at').notNull(),
    updatedAt: crmInstant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('requests_number_key').on(table.number),
    index('requests_by_priority').on(table.priority, table.id),
    index('requests_by_deadline').on(deadlineOrLast(table.deadline), table.id),
    index('requests_by_creation').on(table.createdAt, table.id),
    index('requests_by_change').on(table.updatedAt, table.id),
    index('open_requests_by_priority').on(table.priority, table.id).where(sql`${table.status} = 'OPEN'`),
    index('requests_of_customer').on(table.customerId, table.id),
    index('requests_of_invoice').on(table.invoiceId, table.id),
    index('requests_of_assignee').on(table.assignee, table.id),
    index('requests_to_alert').on(table.nextAlertAt).where(sql`${table.nextAlertAt} is not null`),
    index('requests_by_trigram').using(
      'gin',
      table.title.op('gin_trgm_ops'),
      table.text.op('gin_trgm_ops'),
      table.invoiceNumber.op('gin_trgm_ops'),
    ),
    check('requests_kind_check', isOneOf(table.kind, requestKinds)),
    check('requests_urgency_check', isOneOf(table.urgency, requestUrgencies)),
    check('requests_title_check', hasLength(table.title, requestBounds.title)),
    check('requests_text_check', hasLength(table.text, requestBounds.text)),
    check('requests_outcome_check', hasLength(table.outcome, requestBounds.outcome)),
    check(
      'requests_status_check',
      sql`${table.status} in ('OPEN', 'DONE') and (${table.status} = 'DONE') = (num_nonnulls(${table.closedAt}, ${table.closedBy}) = 2)
        and (${table.status} = 'DONE' or num_nonnulls(${table.closedAt}, ${table.closedBy}, ${table.outcome}) = 0)`,
    ),
    check('requests_about_check', sql`num_nonnulls(${table.customerId}, ${table.invoiceId}) >= 1`),
    check('requests_dispute_check', sql`${table.kind} <> 'DISPUTE' or ${table.invoiceId} is not null`),
    check(
      'requests_disputed_check',
      sql`num_nonnulls(${table.disputedMinor}, ${table.currency}) in (0, 2)
        and (${table.disputedMinor} is null or (${table.kind} = 'DISPUTE' and ${table.disputedMinor} > 0))`,
    ),
    check(
      'requests_alert_check',
      sql`${table.nextAlertAt} is null or (${table.status} = 'OPEN' and ${table.deadline} is not null)`,
    ),
    check('requests_version_check', sql`${table.version} >= 1`),
  ],
);

/** The details of an entry of the history, by kind. */
export interface RequestHistoryDetails {
  readonly text?: string;
  readonly fields?: readonly string[];
  /** Issuer and subject. */
  readonly assignee?: string;
}

/** What happened to requests; a trigger refuses every change of its entries. */
export const requestHistory = crm.table(
  'request_history',
  {
    position: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    requestId: uuid('request_id')
      .notNull()
      .references(() => requests.id),
    kind: text({ enum: historyKinds }).notNull(),
    /** Issuer and subject. */
    actor: text().notNull(),
    occurredAt: crmInstant('occurred_at').notNull(),
    details: jsonb().$type<RequestHistoryDetails>().notNull(),
  },
  (table) => [
    index('request_history_of_request').on(table.requestId, table.position),
    check('request_history_kind_check', isOneOf(table.kind, historyKinds)),
  ],
);

/** The alerts that were sent: one for each deadline and stage of a request. */
export const requestAlerts = crm.table(
  'request_alerts',
  {
    requestId: uuid('request_id')
      .notNull()
      .references(() => requests.id),
    deadline: crmInstant('deadline').notNull(),
    stage: text().$type<AlertStage>().notNull(),
    sentAt: crmInstant('sent_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.requestId, table.deadline, table.stage] }),
    check('request_alerts_stage_check', isOneOf(table.stage, alertStages)),
  ],
);
