import { setTimeout as delay } from 'node:timers/promises';
import type { Sql, TransactionSql } from 'postgres';
import { findCheckpoints } from '../../jobs/begin-step.ts';
import type { Checkpoint, Reject, RunningExecution } from '../../jobs/job.ts';
import { addCounts, type LoadCounts, noCounts } from '../../jobs/load-counts.ts';
import { countRollback, type SavedChunk, saveChunk } from '../../jobs/save-chunk.ts';
import type { Reading } from '../reading/reading.ts';
import type { Chunk } from '../reading/thread-messages.ts';
import { isTransient, retryAfterMs, retryTransient } from './retry-transient.ts';
import { type Merged, storeChunk } from './store-chunk.ts';
import { toConflictReject, toReject } from './to-reject.ts';

export interface PartitionToLoad {
  readonly execution: RunningExecution;
  readonly step: string;
  readonly checkpoint: Checkpoint;
  readonly reading: Reading;
  /** One connection of its own, with the role `batch`. */
  readonly sql: Sql;
  readonly signal: AbortSignal;
  /** Throws if the file is no longer the one that the job was begun with. */
  readonly assertSame: () => Promise<void>;
  /** Called after each commit. */
  readonly onCommit: (counts: LoadCounts, nextByte: number) => void;
}

/**
 * Loads the rest of a partition, each chunk in one transaction: its invoices, its rejects, its counts and the
 * checkpoint after it. Only transient errors are retried.
 *
 * @throws {CodedError} STOPPED, FENCED, SKIP_LIMIT_EXCEEDED, FILE_CHANGED
 */
export async function loadPartition(load: PartitionToLoad): Promise<void> {
  let from = load.checkpoint.next;
  for await (const chunk of load.reading.chunks()) {
    load.signal.throwIfAborted();
    // A file that is cut off seems to end there: its share would count as done, and the rest would never be read.
    await load.assertSame();
    const counts = await loadChunk(load, { chunk, from });
    from = chunk.next;
    load.onCommit(counts, from.byteOffset);
  }
}

interface ChunkToLoad {
  readonly chunk: Chunk;
  readonly from: SavedChunk['from'];
}

async function loadChunk(load: PartitionToLoad, toLoad: ChunkToLoad): Promise<LoadCounts> {
  let counts = noCounts;
  for (let attempt = 0; ; attempt++) {
    try {
      await load.sql.begin(async (tx) => {
        counts = await writeChunk(tx, load, toLoad);
      });
      return counts;
    } catch (error) {
      const waitMs = retryAfterMs[attempt];
      if (waitMs === undefined || !isTransient(error)) throw error;
      await delay(waitMs, undefined, { signal: load.signal });
      if (await wasCommitted(load, toLoad)) return counts;
    }
  }
}

async function writeChunk(
  tx: TransactionSql,
  load: PartitionToLoad,
  { chunk, from }: ChunkToLoad,
): Promise<LoadCounts> {
  const { execution, step, checkpoint, reading } = load;
  const merged = await storeChunk(tx, execution.instanceId, chunk);
  const conflicts = await findConflictRows(reading, chunk, merged);
  const counts = countRows(chunk, merged, conflicts.length);
  await saveChunk(tx, {
    execution,
    step,
    partition: checkpoint.partition,
    from,
    next: chunk.next,
    isDone: chunk.isLast,
    counts,
    rejects: [...chunk.rejects.map(toReject), ...conflicts].sort(
      (one, other) => one.rowNumber - other.rowNumber,
    ),
  });
  return counts;
}

async function findConflictRows(reading: Reading, chunk: Chunk, { conflicts }: Merged): Promise<Reject[]> {
  if (conflicts.length === 0) return [];
  const rows = await reading.rowsOf(
    chunk.id,
    conflicts.map(({ rowNumber }) => rowNumber),
  );
  const byFirstRow = new Map(conflicts.map((conflict) => [conflict.rowNumber, conflict]));
  return rows.map(({ firstRow, ...row }) => {
    const conflict = byFirstRow.get(firstRow);
    if (conflict === undefined) throw new TypeError(`Row ${row.rowNumber} belongs to no conflict.`);
    return toConflictReject(row, conflict);
  });
}

function countRows(chunk: Chunk, merged: Merged, conflictingRows: number): LoadCounts {
  // A file whose rows are lines has one line for each row; otherwise each row is an invoice.
  const loadedRows = chunk.lines === undefined ? merged.inserted : merged.insertedLines;
  const rejectedRows = chunk.rejects.length;
  return addCounts(noCounts, {
    readRows: chunk.readRows,
    loadedInvoices: merged.inserted,
    loadedRows,
    conflictingRows,
    rejectedRows,
    alreadyThereRows: chunk.readRows - chunk.leftOutRows - rejectedRows - conflictingRows - loadedRows,
  });
}

/** Returns true if a chunk was committed although the answer was lost; counts a rollback otherwise. */
async function wasCommitted(load: PartitionToLoad, { chunk, from }: ChunkToLoad): Promise<boolean> {
  const { execution, step, checkpoint, sql, signal } = load;
  const { partition } = checkpoint;
  const checkpoints = await retryTransient(() => findCheckpoints(sql, execution.instanceId, step), signal);
  const now = checkpoints.find((one) => one.partition === partition);
  if (now === undefined) return false;
  const hasMoved = now.next.byteOffset === chunk.next.byteOffset && now.next.byteOffset !== from.byteOffset;
  if (hasMoved || now.isDone) return true;
  await retryTransient(() => countRollback(sql, { execution, step, partition }), signal);
  return false;
}
