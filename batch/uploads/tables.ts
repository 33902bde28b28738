import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  char,
  check,
  customType,
  index,
  integer,
  primaryKey,
  text,
  timestamp,
  uuid,
} from '#platform/database/drizzle-tables.ts';
import { batch } from '../jobs/tables.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

/** The state of an upload. EMPTY waits for its bytes, FILLING gets them, COMPLETE has them all. */
export type UploadState = 'EMPTY' | 'FILLING' | 'COMPLETE';

/** Files that people uploaded, each until it is past its time. */
export const uploads = batch.table(
  'uploads',
  {
    id: uuid('id').primaryKey(),
    /** The person who may fill and use it. */
    subject: text('subject').notNull(),
    fileName: text('file_name').notNull(),
    /** The size that was announced; the file has it once it is complete. */
    fileBytes: bigint('file_bytes', { mode: 'number' }).notNull(),
    state: text('state').$type<UploadState>().notNull().default('EMPTY'),
    /** The attempt to send the file that is under way; null if none is. */
    attemptId: uuid('attempt_id'),
    /** Of the bytes; null until they are complete. */
    fileSha256: char('file_sha256', { length: 64 }),
    /** The time after which it is removed, unless a request of the queue still needs it. */
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('uploads_expires_at_idx').on(table.expiresAt),
    index('uploads_subject_idx').on(table.subject),
    check('uploads_state_check', sql`${table.state} in ('EMPTY', 'FILLING', 'COMPLETE')`),
    check('uploads_complete_check', sql`(${table.state} = 'COMPLETE') = (${table.fileSha256} is not null)`),
  ],
);

/** The bytes of uploads, in pieces of one size but for the last. */
export const uploadParts = batch.table(
  'upload_parts',
  {
    uploadId: uuid('upload_id')
      .notNull()
      .references(() => uploads.id, { onDelete: 'cascade' }),
    part: integer('part').notNull(),
    bytes: bytes('bytes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.part] })],
);

/** Short-lived addresses of files, each for one person; only a hash of their secret part is stored. */
export const fileAddresses = batch.table(
  'file_addresses',
  {
    tokenSha256: char('token_sha256', { length: 64 }).primaryKey(),
    subject: text('subject').notNull(),
    purpose: text('purpose').$type<'UPLOAD' | 'REJECTS'>().notNull(),
    /** The upload, or the job. */
    targetId: uuid('target_id').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    index('file_addresses_expires_at_idx').on(table.expiresAt),
    check('file_addresses_purpose_check', sql`${table.purpose} in ('UPLOAD', 'REJECTS')`),
  ],
);
