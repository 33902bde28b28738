import { sql } from '#platform/database/drizzle.ts';
import {
  bigint,
  boolean,
  check,
  customType,
  pgSchema,
  text,
  timestamp,
} from '#platform/database/drizzle-tables.ts';
import { createDownloadAddressTable } from '#platform/downloads/download-address-table.ts';
import { createDeadLetterTable } from '#platform/event-log/dead-letters/dead-letters.ts';
import { createReaderOffsetTable } from '#platform/event-log/reader-offsets.ts';
import { createOutboxTable } from '#platform/outbox/outbox-table.ts';
import type { AuditExportRequest } from './export/audit-export-request.ts';

/** The database schema of this bounded context. The trail itself has another one, which it does not own: `platform/audit/trail`. */
export const audit = pgSchema('audit');

/** The place in the log up to which each partition is read; written with the entries. */
export const readerOffset = createReaderOffsetTable(audit);

/** Records of the log that are not entries, and why. */
export const deadLetters = createDeadLetterTable(audit);

/** The addresses of files of entries. */
export const exportAddresses = createDownloadAddressTable<AuditExportRequest>(audit);

/** Entries of the audit that are written here, on their way to the event log. */
export const auditOutbox = createOutboxTable(audit, 'audit_outbox');

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** The place up to which the present pass has verified the trail, and what it found; one row. */
export const trailVerification = audit.table(
  'trail_verification',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    passStartedAt: instant('pass_started_at').notNull(),
    /** The last entry that this pass has verified, or the place where the chain began. */
    throughNumber: bigint('through_number', { mode: 'bigint' }).notNull(),
    throughHash: bytes('through_hash').notNull(),
    /** The newest entry that any pass has verified. */
    knownNumber: bigint('known_number', { mode: 'bigint' }).notNull(),
    knownHash: bytes('known_hash').notNull(),
    /** The time when a pass last came to the end of the trail from its beginning. */
    wholeAt: instant('whole_at'),
    /** The first entry that does not hold. */
    brokenNumber: bigint('broken_number', { mode: 'bigint' }),
    brokenProblem: text('broken_problem'),
    brokenAt: instant('broken_at'),
  },
  (table) => [
    check('trail_verification_one', sql`${table.isOnly}`),
    check(
      'trail_verification_break',
      sql`num_nulls(${table.brokenNumber}, ${table.brokenProblem}, ${table.brokenAt}) in (0, 3)`,
    ),
  ],
);
