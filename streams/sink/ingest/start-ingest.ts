import type { Sql } from 'postgres';
import type { EventLog, Subscription } from '#platform/event-log/event-log.ts';
import { loadReaderOffset } from '#platform/event-log/reader-offsets.ts';
import type { Log } from '#platform/log/log.ts';
import { today } from '#schema/calendar/day.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import type { SinkMetrics } from './sink-metrics.ts';
import { sinkGroup, storeBatch } from './store-batch.ts';

export interface IngestOptions {
  readonly eventLog: EventLog;
  readonly sql: Sql;
  readonly metrics: SinkMetrics;
  readonly log: Log;
  /** A CSV file ends before it would have more bytes than this. */
  readonly csvMaxBytes: number;
  /** The seller's time zone, for example `Europe/Paris`. */
  readonly timeZone: string;
  /** Told after each commit. */
  readonly onStored: () => void;
  readonly now: () => Date;
}

/** Begins to store what the log has and gets, from where the tables say; it goes on until it is closed. */
export function startIngest(options: IngestOptions): Promise<Subscription> {
  const { eventLog, sql, metrics, log, timeZone } = options;
  return eventLog.subscribe({
    topic: FACTURATION,
    group: sinkGroup,
    startAt: (partition) => loadReaderOffset(sql, { group: sinkGroup, topic: FACTURATION, partition }),
    onBatch: async (batch) => {
      const rotation = { day: today(options.now, timeZone), maxBytes: options.csvMaxBytes };
      const { stored, repeats, dead } = await storeBatch(batch, { sql, rotation, timeZone });
      metrics.stored.inc(stored);
      const { lostRecords, partition } = batch;
      metrics.lost.inc(lostRecords);
      if (lostRecords > 0)
        log.error({ lostRecords, partition }, 'the log deleted messages before they were read');
      metrics.repeats.inc(repeats);
      metrics.dead.inc(dead);
      if (dead > 0) log.warn({ dead, partition: batch.partition }, 'messages became dead letters');
      if (stored > 0) options.onStored();
    },
    onError: (error, partition) => {
      metrics.failures.inc();
      log.warn({ err: error, partition }, 'could not store; trying again');
    },
  });
}

/** For each partition how many messages are not stored yet, whichever process reads it. */
export async function loadLag(eventLog: EventLog, sql: Sql): Promise<bigint[]> {
  const ends = await eventLog.endOffsets(FACTURATION);
  return Promise.all(
    ends.map(
      async (end, partition) =>
        end - (await loadReaderOffset(sql, { group: sinkGroup, topic: FACTURATION, partition })),
    ),
  );
}
