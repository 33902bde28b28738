import type { ISql, Sql } from 'postgres';
import type { LogBatch } from '#platform/event-log/event-log.ts';
import { moveReaderOffset, type ReaderPartition } from '#platform/event-log/reader-offsets.ts';
import { writeReceived } from '../figures/received/write-received.ts';
import type { BatchOutcome } from '../runtime/partition-statistics.ts';
import { writeDeadLetters } from './write-dead-letters.ts';
import { writeState } from './write-state.ts';

/**
 * Stores what a batch changed and the position after it in one transaction.
 *
 * @throws {ReaderOffsetError} when the batch is another reader's, or was stored before; then nothing is
 */
export async function writeBatch(
  sql: Sql,
  of: ReaderPartition,
  batch: Pick<LogBatch, 'fromOffset' | 'nextOffset'>,
  outcome: BatchOutcome,
): Promise<void> {
  const { partition } = of;
  await sql.begin(async (tx) => {
    // Sent without waiting for each other's answers: the connection carries them out in this order, all or none.
    await Promise.all([
      moveReaderOffset(tx, of, batch),
      ...writeState(tx, partition, outcome.state),
      ...outcome.changes.write(tx, partition, outcome.progress.streamTimeMs),
      ...writeSeen(tx, partition, outcome),
      writeProgress(tx, partition, outcome),
      ...(outcome.received === null
        ? [noteNotKept(tx, partition, batch.nextOffset)]
        : writeReceived(tx, partition, outcome.received)),
      ...writeDeadLetters(tx, outcome.dead),
    ]);
  });
}

function writeSeen(tx: ISql, partition: number, { seen, forgottenUntil }: BatchOutcome): Promise<unknown>[] {
  const forgetting = tx`
    delete from seen_events where partition = ${partition} and next_offset <= ${forgottenUntil.toString()}`;
  if (seen === null) return [forgetting];
  const remembering = tx`
    insert into seen_events (partition, next_offset, digests)
    values (${partition}, ${seen.nextOffset.toString()}, ${Buffer.from(seen.digests)})`;
  return [forgetting, remembering];
}

function writeProgress(tx: ISql, partition: number, { progress }: BatchOutcome): Promise<unknown> {
  const { counted, imported, settled, repeated, dead, ahead, late, streamTimeMs } = progress;
  return tx`
    insert into partition_progress (partition, counted, imported, settled, repeated, dead, ahead, late, stream_time_ms)
    values (${partition}, ${counted}, ${imported}, ${settled}, ${repeated}, ${dead}, ${ahead}, ${late}, ${streamTimeMs})
    on conflict (partition) do update set
      counted = excluded.counted, imported = excluded.imported, settled = excluded.settled,
      repeated = excluded.repeated, dead = excluded.dead,
      ahead = excluded.ahead, late = excluded.late, stream_time_ms = excluded.stream_time_ms`;
}

/** Followers of received invoices cannot continue before this position. */
function noteNotKept(tx: ISql, partition: number, nextOffset: bigint): Promise<unknown> {
  return tx`
    update partition_progress set received_from = ${nextOffset.toString()} where partition = ${partition}`;
}
