import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  text,
  timestamp,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { createIdempotencyTable } from '#platform/database/idempotency-table.ts';
import { batch, jobInstances } from '../jobs/tables.ts';
import { uploads } from '../uploads/tables.ts';
import type { RequestKind, RequestResult, RequestStatus } from './import-request.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** Requests of people to the import workers; the queue are those that are QUEUED, or RUNNING without a living worker. */
export const importRequests = batch.table(
  'import_requests',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').$type<RequestKind>().notNull(),
    /** The person who asked. */
    subject: text('subject').notNull(),
    /** Null for an undo, and once the upload is past its time. */
    uploadId: uuid('upload_id').references(() => uploads.id, { onDelete: 'set null' }),
    fileName: text('file_name').notNull(),
    mappingName: text('mapping_name'),
    mapping: jsonb('mapping'),
    /** The identifying parameters of the job. */
    parameters: jsonb('parameters').$type<Record<string, string>>().notNull().default({}),
    /** The limits of rejected rows, as of an execution. */
    skipLimit: bigint('skip_limit', { mode: 'number' }),
    skipPercent: doublePrecision('skip_percent'),
    reasonPercent: doublePrecision('reason_percent'),
    status: text('status').$type<RequestStatus>().notNull().default('QUEUED'),
    /** True if it was asked to stop. */
    isStopping: boolean('is_stopping').notNull().default(false),
    /** The number of times a worker began it; fences a worker that was taken for dead. */
    attempts: integer('attempts').notNull().default(0),
    /** A worker may begin it from this time on. */
    dueAt: instant('due_at').notNull().defaultNow(),
    /** Host and process id of the worker. */
    worker: text('worker'),
    /** The time after which its worker counts as dead, unless it was heard of. */
    leaseUntil: instant('lease_until'),
    instanceId: uuid('instance_id').references(() => jobInstances.id),
    code: text('code'),
    message: text('message'),
    result: jsonb('result').$type<RequestResult>(),
    createdAt: instant('created_at').notNull().defaultNow(),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
  },
  (table) => [
    index('import_requests_created_at_idx').on(table.createdAt, table.id),
    index('import_requests_upload_idx').on(table.uploadId),
    index('import_requests_instance_idx').on(table.instanceId),
    index('import_requests_queue_idx')
      .on(table.dueAt, table.id)
      .where(sql`${table.status} in ('QUEUED', 'RUNNING')`),
    check('import_requests_kind_check', sql`${table.kind} in ('LOAD', 'DRY_RUN', 'UNDO')`),
    check(
      'import_requests_status_check',
      sql`${table.status} in ('QUEUED', 'RUNNING', 'COMPLETED', 'STOPPED', 'FAILED', 'CANCELLED')`,
    ),
    check(
      'import_requests_lease_check',
      sql`(${table.status} = 'RUNNING') = (${table.leaseUntil} is not null)`,
    ),
    check(
      'import_requests_ended_check',
      sql`(${table.status} in ('QUEUED', 'RUNNING')) = (${table.endedAt} is null)`,
    ),
    check(
      'import_requests_kind_values_check',
      sql`case when ${table.kind} = 'UNDO' then ${table.instanceId} is not null else ${table.mapping} is not null end`,
    ),
  ],
);

/** The answers to calls that are repeated with the same key. */
export const idempotencyKeys = createIdempotencyTable(batch);
