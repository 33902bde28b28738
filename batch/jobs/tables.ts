import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  boolean,
  char,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { createOutboxTable } from '#platform/outbox/outbox-table.ts';
import type { JobStatus, StepStatus } from './job.ts';

/** The batch worker's own schema; no other context reads or writes it. */
export const batch = pgSchema('batch');

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
const count = (name: string) => bigint(name, { mode: 'number' }).notNull().default(0);

/** One for each job and its identifying parameters; see `instance-key.ts`. */
export const jobInstances = batch.table(
  'job_instances',
  {
    id: uuid('id').primaryKey(),
    /** The job's number, for people. */
    number: bigint('number', { mode: 'number' })
      .generatedAlwaysAsIdentity()
      .unique('job_instances_number_key'),
    name: text('name').notNull(),
    /** SHA-256 of everything that identifies the job, by which it is found and created only once. */
    keyHash: char('key_hash', { length: 64 }).notNull().unique('job_instances_key_hash_key'),
    fileSha256: char('file_sha256', { length: 64 }).notNull(),
    target: text('target').notNull(),
    mappingName: text('mapping_name').notNull(),
    mapping: jsonb('mapping').notNull(),
    /** The other identifying parameters. */
    parameters: jsonb('parameters').$type<Record<string, string>>().notNull(),
    /** The path and size of the file when it was last loaded. */
    filePath: text('file_path').notNull(),
    fileName: text('file_name').notNull(),
    fileBytes: bigint('file_bytes', { mode: 'number' }).notNull(),
    /** The number of rows in `rejects`, which a limit counts as skips, and their number by reason. */
    rejectedRows: count('rejected_rows'),
    rejectedByCode: jsonb('rejected_by_code').$type<Record<string, number>>().notNull().default({}),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [index('job_instances_file_name_idx').on(table.fileName)],
);

/** One for each attempt at an instance. */
export const jobExecutions = batch.table(
  'job_executions',
  {
    id: uuid('id').primaryKey(),
    instanceId: uuid('instance_id')
      .notNull()
      .references(() => jobInstances.id),
    attempt: integer('attempt').notNull(),
    status: text('status').$type<JobStatus>().notNull(),
    /** The maximum number or percentage of rejected rows of the instance; both null for any number. */
    skipLimit: bigint('skip_limit', { mode: 'number' }),
    skipPercent: doublePrecision('skip_percent'),
    /** The largest percentage of rows that may be rejected for the same reason. Null if there is no limit. */
    reasonPercent: doublePrecision('reason_percent'),
    /** Other settings of the worker, which do not identify the job. */
    options: jsonb('options').$type<Record<string, unknown>>().notNull(),
    /** Host and process id of the worker. */
    worker: text('worker').notNull(),
    startedAt: instant('started_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
    exitMessage: text('exit_message'),
  },
  (table) => [
    unique('job_executions_instance_attempt_key').on(table.instanceId, table.attempt),
    // The worker's lock ensures this; the index also guards against manual changes.
    uniqueIndex('job_executions_one_runs_key')
      .on(table.instanceId)
      .where(sql`${table.status} in ('STARTED', 'STOPPING')`),
    uniqueIndex('job_executions_one_completes_key')
      .on(table.instanceId)
      .where(sql`${table.status} = 'COMPLETED'`),
    check(
      'job_executions_status_check',
      sql`${table.status} in ('STARTED', 'STOPPING', 'STOPPED', 'FAILED', 'COMPLETED', 'ABANDONED', 'UNDOING', 'UNDONE')`,
    ),
    check(
      'job_executions_ended_check',
      sql`(${table.status} in ('STARTED', 'STOPPING')) = (${table.endedAt} is null)`,
    ),
  ],
);

/** One for each partition of a step in an execution. Only the chunks that were committed count. */
export const stepExecutions = batch.table(
  'step_executions',
  {
    id: uuid('id').primaryKey(),
    executionId: uuid('execution_id')
      .notNull()
      .references(() => jobExecutions.id),
    name: text('name').notNull(),
    partition: integer('partition').notNull(),
    status: text('status').$type<StepStatus>().notNull(),
    readRows: count('read_rows'),
    loadedInvoices: count('loaded_invoices'),
    loadedRows: count('loaded_rows'),
    alreadyThereRows: count('already_there_rows'),
    conflictingRows: count('conflicting_rows'),
    rejectedRows: count('rejected_rows'),
    commits: count('commits'),
    rollbacks: count('rollbacks'),
    startedAt: instant('started_at').notNull().defaultNow(),
    /** The time at which its latest chunk was committed. */
    chunkAt: instant('chunk_at'),
    endedAt: instant('ended_at'),
  },
  (table) => [
    unique('step_executions_partition_key').on(table.executionId, table.name, table.partition),
    check(
      'step_executions_status_check',
      sql`${table.status} in ('STARTED', 'STOPPED', 'FAILED', 'COMPLETED')`,
    ),
  ],
);

/** The place up to which each partition of a step is done; written in the transaction that loads the chunk before it. */
export const checkpoints = batch.table(
  'checkpoints',
  {
    instanceId: uuid('instance_id')
      .notNull()
      .references(() => jobInstances.id),
    step: text('step').notNull(),
    partition: integer('partition').notNull(),
    fromByte: bigint('from_byte', { mode: 'number' }).notNull(),
    /** The end of the partition; null for the end of the file. */
    toByte: bigint('to_byte', { mode: 'number' }),
    nextByte: bigint('next_byte', { mode: 'number' }).notNull(),
    nextRow: bigint('next_row', { mode: 'number' }).notNull(),
    nextLine: bigint('next_line', { mode: 'number' }).notNull(),
    isDone: boolean('is_done').notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.instanceId, table.step, table.partition] }),
    check(
      'checkpoints_order_check',
      sql`${table.fromByte} <= ${table.nextByte} and ${table.nextByte} <= coalesce(${table.toByte}, ${table.nextByte})`,
    ),
  ],
);

/** Each instance with its latest execution, and the committed counts of all executions; the migrations define it. */
export const jobOverviews = batch
  .view('job_overviews', {
    id: uuid('id').notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
    fileSha256: text('file_sha256').notNull(),
    fileName: text('file_name').notNull(),
    fileBytes: bigint('file_bytes', { mode: 'number' }).notNull(),
    target: text('target').notNull(),
    mappingName: text('mapping_name').notNull(),
    createdAt: instant('created_at').notNull(),
    status: text('status').$type<JobStatus>().notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    exitMessage: text('exit_message'),
    isRunning: boolean('is_running').notNull(),
    progress: doublePrecision('progress'),
    readRows: bigint('read_rows', { mode: 'number' }).notNull(),
    loadedInvoices: bigint('loaded_invoices', { mode: 'number' }).notNull(),
    loadedRows: bigint('loaded_rows', { mode: 'number' }).notNull(),
    alreadyThereRows: bigint('already_there_rows', { mode: 'number' }).notNull(),
    conflictingRows: bigint('conflicting_rows', { mode: 'number' }).notNull(),
    rejectedRows: bigint('rejected_rows', { mode: 'number' }).notNull(),
  })
  .existing();

/** The rows that were not loaded, each once, as in the file. */
export const rejects = batch.table(
  'rejects',
  {
    instanceId: uuid('instance_id').notNull(),
    rowNumber: bigint('row_number', { mode: 'number' }).notNull(),
    line: bigint('line', { mode: 'number' }).notNull(),
    byteOffset: bigint('byte_offset', { mode: 'number' }).notNull(),
    columnName: text('column_name'),
    code: text('code').notNull(),
    message: text('message').notNull(),
    cells: text('cells').array().notNull(),
    executionId: uuid('execution_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.instanceId, table.rowNumber] }),
    foreignKey({
      columns: [table.executionId],
      foreignColumns: [jobExecutions.id],
      name: 'rejects_execution_fk',
    }),
    index('rejects_code_idx').on(table.instanceId, table.code, table.rowNumber),
  ],
);

/** Events that concern people's work, on their way to the event log; a trigger writes the end of each execution. */
export const workOutbox = createOutboxTable(batch, 'work_outbox');

/** Entries of the audit, on their way to the event log. */
export const auditOutbox = createOutboxTable(batch, 'audit_outbox');
