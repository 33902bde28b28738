import type { NewRecord } from '#platform/event-log/event-log.ts';
import { type AuditEntry, auditEntryForm } from './audit-entry.ts';

/** The type of the CloudEvent that carries an entry. */
const auditEntryType = 'audit.entry.v1';

/** The largest record of an entry in bytes: each of its members is bounded. */
export const maxAuditEntryBytes = 8_192;

/** The largest number of problems that are told of one record. */
const maxProblems = 20;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A part of a record that is wrong, by its JSON pointer. */
interface AuditProblem {
  readonly path: string;
  readonly message: string;
}

/** A record that was read as an entry, or its problems, at least one. */
export type DecodedAuditEntry =
  | { readonly kind: 'entry'; readonly entry: AuditEntry }
  | { readonly kind: 'invalid'; readonly problems: readonly AuditProblem[] };

/** An entry in the form in which the event log keeps it. */
export type AuditRecord = Required<NewRecord> & { readonly key: string };

/**
 * Puts an entry into a record. Its key is the id of the entry, as the one partition gives the order.
 *
 * @throws {z.ZodError} for an entry that `decodeAuditEntry` would refuse, which is a bug of the sender
 */
export function encodeAuditEntry(entry: AuditEntry): AuditRecord {
  const wire = auditEntryForm.parse(entry);
  return {
    key: wire.id,
    value: Buffer.from(JSON.stringify(wire)),
    headers: {
      ce_specversion: '1.0',
      ce_id: wire.id,
      ce_source: `/${wire.source}`,
      ce_type: auditEntryType,
      ce_time: wire.at,
      'content-type': 'application/json',
    },
    timestampMs: Date.parse(wire.at),
  };
}

/** Reads a record as an entry, or says all that is wrong with it. */
export function decodeAuditEntry({ value }: { readonly value: Uint8Array }): DecodedAuditEntry {
  if (value.length > maxAuditEntryBytes) {
    return refuse([
      { path: '', message: `must have at most ${maxAuditEntryBytes} bytes, not ${value.length}` },
    ]);
  }
  let wire: unknown;
  try {
    wire = JSON.parse(utf8.decode(value));
  } catch {
    return refuse([{ path: '', message: 'must be JSON in UTF-8' }]);
  }
  const read = auditEntryForm.safeParse(wire);
  if (read.success) return { kind: 'entry', entry: read.data };
  return refuse(
    read.error.issues.slice(0, maxProblems).map(({ path, message }) => ({
      path: path.map((step) => `/${String(step)}`).join(''),
      message,
    })),
  );
}

function refuse(problems: readonly AuditProblem[]): DecodedAuditEntry {
  return { kind: 'invalid', problems };
}
