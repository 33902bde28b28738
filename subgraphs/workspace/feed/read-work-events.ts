import type { Sql } from 'postgres';
import { storeDeadLetter } from '#platform/event-log/dead-letters/dead-letters.ts';
import type { EventLog, LogBatch, Subscription } from '#platform/event-log/event-log.ts';
import { loadReaderOffset, moveReaderOffset } from '#platform/event-log/reader-offsets.ts';
import type { Log } from '#platform/log/log.ts';
import { workTopic } from '#schema/work-events/work-topic.ts';
import { toNotice } from '../domain/to-notice.ts';
import { addNotices, lockPositions } from '../store/add-notices.ts';
import type { NoticeMetrics } from './notice-metrics.ts';

const readerGroup = 'workspace';

export interface ReadWorkEventsOptions {
  readonly sql: Sql;
  readonly eventLog: EventLog;
  readonly log: Log;
  readonly metrics: NoticeMetrics;
  /** Called after notices were committed. */
  readonly onAdded: () => void;
}

/** Loads for each partition the number of events that the log has and that are not read yet. */
export async function loadWorkLag(
  sql: Sql,
  eventLog: Pick<EventLog, 'endOffsets'>,
): Promise<readonly bigint[]> {
  const ends = await eventLog.endOffsets(workTopic);
  return Promise.all(
    ends.map(async (end, partition) => {
      const read = await loadReaderOffset(sql, { group: readerGroup, topic: workTopic, partition });
      return end - read;
    }),
  );
}

/** Makes notices of the events that the log has and gets, from where the tables say; it goes on until it is closed. */
export function readWorkEvents({
  sql,
  eventLog,
  log,
  metrics,
  onAdded,
}: ReadWorkEventsOptions): Promise<Subscription> {
  return eventLog.subscribe({
    topic: workTopic,
    group: readerGroup,
    startAt: (partition) => loadReaderOffset(sql, { group: readerGroup, topic: workTopic, partition }),
    onBatch: async (batch) => {
      const { partition, lostRecords } = batch;
      if (lostRecords > 0)
        log.error({ partition, lostRecords }, 'the log deleted events before they were read');
      metrics.lost.inc(Number(lostRecords));
      const { added, dead } = await storeWorkEvents(sql, batch);
      metrics.added.inc(added);
      metrics.dead.inc(dead);
      if (dead > 0) log.warn({ partition, dead }, 'events became dead letters');
      if (added > 0) onAdded();
    },
    onError: (error, partition) => {
      metrics.failures.inc();
      log.warn({ err: error, partition }, 'could not read events; trying again');
    },
  });
}

/**
 * Stores the notices of a batch, its dead letters and the position after it in one transaction.
 *
 * @throws {ReaderOffsetError} when another reader has stored from there; nothing of the batch is stored then
 */
export function storeWorkEvents(
  sql: Sql,
  batch: Pick<LogBatch, 'topic' | 'partition' | 'records' | 'fromOffset' | 'nextOffset'>,
): Promise<{ added: number; dead: number }> {
  const { topic, partition } = batch;
  const read = batch.records.map((record) => ({ record, parsed: toNotice(record) }));
  const notices = read.flatMap(({ parsed }) => (parsed.kind === 'notice' ? [parsed] : []));
  const dead = read.flatMap(({ record, parsed }) =>
    parsed.kind === 'invalid' ? [{ record, problems: parsed.problems }] : [],
  );
  return sql.begin(async (tx) => {
    await moveReaderOffset(tx, { group: readerGroup, topic, partition }, batch);
    for (const { record, problems } of dead) {
      const reason = problems.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
      await storeDeadLetter(tx, record, reason);
    }
    await lockPositions(tx);
    return { added: await addNotices(tx, notices), dead: dead.length };
  });
}
