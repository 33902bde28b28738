import { type AuditRecord, decodeAuditEntry, encodeAuditEntry } from '#platform/audit/audit-codec.ts';
import { auditTopic } from '#platform/audit/audit-topic.ts';
import type { EventLog } from '#platform/event-log/event-log.ts';
import type { Log } from '#platform/log/log.ts';
import type { Round } from '#platform/outbox/relay-batch.ts';
import { requestDeadlines } from '#platform/waiting/deadlines.ts';
import type { AuditSpool } from './audit-spool.ts';

/** The most entries of one append. */
const batchSize = 500;

/**
 * Sends the oldest entries of a spool to the log and removes them once it has them. If the process dies in between they are sent again,
 * under the same ids.
 *
 * @throws if the log takes nothing; the entries then stay
 */
export async function forwardEntries(
  spool: AuditSpool,
  { eventLog, log }: { readonly eventLog: EventLog; readonly log: Log },
  signal: AbortSignal,
): Promise<Round> {
  const segment = await spool.take();
  if (segment === undefined) return { kind: 'relayed', count: 0, isFull: false };
  const records = segment.lines.flatMap((line) => toRecord(line) ?? []);
  const broken = segment.lines.length - records.length;
  if (broken > 0) log.error({ broken }, 'lines of the spool of the audit cannot be read');
  for (let first = 0; first < records.length; first += batchSize) {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(requestDeadlines.appendMs)]);
    await eventLog.append(auditTopic, records.slice(first, first + batchSize), limit);
  }
  await segment.remove();
  return { kind: 'relayed', count: records.length, isFull: true };
}

function toRecord(line: string): AuditRecord | undefined {
  const decoded = decodeAuditEntry({ value: Buffer.from(line) });
  return decoded.kind === 'entry' ? encodeAuditEntry(decoded.entry) : undefined;
}
