import type { Sql } from 'postgres';
import { decodeAuditEntry } from '#platform/audit/audit-codec.ts';
import { auditTopic } from '#platform/audit/audit-topic.ts';
import { appendToTrail } from '#platform/audit/trail/append-entries.ts';
import { storeDeadLetter } from '#platform/event-log/dead-letters/dead-letters.ts';
import type { EventLog, LogBatch, Subscription } from '#platform/event-log/event-log.ts';
import { loadReaderOffset, moveReaderOffset } from '#platform/event-log/reader-offsets.ts';
import type { Log } from '#platform/log/log.ts';
import type { AuditMetrics } from './audit-metrics.ts';

const readerGroup = 'audit';

export interface ReadAuditLogOptions {
  readonly sql: Sql;
  readonly eventLog: EventLog;
  readonly log: Log;
  readonly metrics: AuditMetrics;
  /** Called after entries were committed. */
  readonly onAdded: () => void;
}

/** Loads for each partition the number of entries that the log has and that are not read yet. */
export async function loadAuditLag(
  sql: Sql,
  eventLog: Pick<EventLog, 'endOffsets'>,
): Promise<readonly bigint[]> {
  const ends = await eventLog.endOffsets(auditTopic);
  return Promise.all(
    ends.map(async (end, partition) => {
      const read = await loadReaderOffset(sql, { group: readerGroup, topic: auditTopic, partition });
      return end - read;
    }),
  );
}

/** Stores the entries that the log has and gets, from where the tables say; it goes on until it is closed. */
export function readAuditLog({
  sql,
  eventLog,
  log,
  metrics,
  onAdded,
}: ReadAuditLogOptions): Promise<Subscription> {
  return eventLog.subscribe({
    topic: auditTopic,
    group: readerGroup,
    startAt: (partition) => loadReaderOffset(sql, { group: readerGroup, topic: auditTopic, partition }),
    onBatch: async (batch) => {
      const { partition, lostRecords } = batch;
      if (lostRecords > 0)
        log.error({ partition, lostRecords }, 'the log deleted audit entries before they were read');
      metrics.lost.inc(Number(lostRecords));
      const { added, dead } = await storeAuditEntries(sql, batch);
      metrics.added.inc(added);
      metrics.dead.inc(dead);
      if (dead > 0) log.warn({ partition, dead }, 'records of the audit became dead letters');
      if (added > 0) onAdded();
    },
    onError: (error, partition) => {
      metrics.failures.inc();
      log.warn({ err: error, partition }, 'could not read audit entries; trying again');
    },
  });
}

/**
 * Stores the entries of a batch, its dead letters and the position after it in one transaction.
 *
 * @throws {ReaderOffsetError} when another reader has stored from there; nothing of the batch is stored then
 */
export function storeAuditEntries(
  sql: Sql,
  batch: Pick<LogBatch, 'topic' | 'partition' | 'records' | 'fromOffset' | 'nextOffset'>,
): Promise<{ added: number; dead: number }> {
  const { topic, partition } = batch;
  const read = batch.records.map((record) => ({ record, decoded: decodeAuditEntry(record) }));
  const entries = read.flatMap(({ decoded }) => (decoded.kind === 'entry' ? [decoded.entry] : []));
  const dead = read.flatMap(({ record, decoded }) =>
    decoded.kind === 'invalid' ? [{ record, problems: decoded.problems }] : [],
  );
  return sql.begin(async (tx) => {
    await moveReaderOffset(tx, { group: readerGroup, topic, partition }, batch);
    for (const { record, problems } of dead) {
      const reason = problems.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
      await storeDeadLetter(tx, record, reason);
    }
    return { added: await appendToTrail(tx, entries), dead: dead.length };
  });
}
