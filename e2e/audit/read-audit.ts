import { decodeAuditEntry } from '#platform/audit/audit-codec.ts';
import type { AuditEntry } from '#platform/audit/audit-entry.ts';
import { auditTopic } from '#platform/audit/audit-topic.ts';
import type { EventLog } from '#platform/event-log/event-log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';

const readWithinMs = 120_000;

/** The entries of a log, each once, and the number of records that repeat one. */
export async function readAudit(
  eventLog: EventLog,
): Promise<{ readonly entries: readonly AuditEntry[]; readonly repeats: number }> {
  const entries = new Map<string, AuditEntry>();
  const [end = 0n] = await eventLog.endOffsets(auditTopic);
  let nextOffset = 0n;
  let records = 0;
  const subscription = await eventLog.subscribe({
    topic: auditTopic,
    group: 'compare-audit',
    startAt: async () => nextOffset,
    onBatch: async (batch) => {
      for (const record of batch.records) {
        const decoded = decodeAuditEntry(record);
        if (decoded.kind === 'invalid') throw new TypeError(JSON.stringify(decoded.problems));
        entries.set(decoded.entry.id, decoded.entry);
      }
      records += batch.records.length;
      nextOffset = batch.nextOffset;
    },
  });
  await waitFor('the whole log', () => nextOffset >= end, readWithinMs);
  await subscription.close();
  return { entries: [...entries.values()], repeats: records - entries.size };
}
