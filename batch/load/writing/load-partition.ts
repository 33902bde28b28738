import { setTimeout as delay } from 'node:timers/promises';
import type { Sql, TransactionSql } from 'postgres';
import { isTransient } from '#platform/database/is-transient.ts';
import { findCheckpoints } from '../../jobs/begin-step.ts';
import type { Checkpoint, Reject, RunningExecution } from '../../jobs/job.ts';
import { addCounts, type LoadCounts, noCounts } from '../../jobs/load-counts.ts';
import { countRollback, type SavedChunk, saveChunk } from '../../jobs/save-chunk.ts';
import type { RecordKind } from '../../mapping/mapping.ts';
import type { Reading } from '../reading/reading.ts';
import type { Chunk } from '../reading/thread-messages.ts';
import { retryAfterMs, retryTransient } from './retry-transient.ts';
import { storeInvoiceChunk } from './store-invoice-chunk.ts';
import { storePaymentChunk } from './store-payment-chunk.ts';
import { conflictCode, type StoredChunk } from './stored-chunk.ts';
import { toRefusedReject, toReject } from './to-reject.ts';

export interface PartitionToLoad {
  readonly records: RecordKind;
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

/** The function of each kind of records that puts a chunk into billing. */
const storeByKind: Readonly<Record<RecordKind, typeof storeInvoiceChunk>> = {
  invoices: storeInvoiceChunk,
  payments: storePaymentChunk,
};

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
  const { records, execution, step, checkpoint, reading } = load;
  const store = storeByKind[records];
  const stored = await store(tx, execution.instanceId, chunk);
  const refused = await findRefusedRows(reading, chunk, stored);
  const counts = countRows(records, chunk, stored, refused);
  await saveChunk(tx, {
    execution,
    step,
    partition: checkpoint.partition,
    from,
    next: chunk.next,
    isDone: chunk.isLast,
    counts,
    rejects: [...chunk.rejects.map(toReject), ...refused].sort(
      (one, other) => one.rowNumber - other.rowNumber,
    ),
  });
  return counts;
}

async function findRefusedRows(reading: Reading, chunk: Chunk, { refused }: StoredChunk): Promise<Reject[]> {
  if (refused.length === 0) return [];
  const rows = await reading.rowsOf(
    chunk.id,
    refused.map(({ rowNumber }) => rowNumber),
  );
  const byFirstRow = new Map(refused.map((item) => [item.rowNumber, item]));
  return rows.map(({ firstRow, ...row }) => {
    const item = byFirstRow.get(firstRow);
    if (item === undefined) throw new TypeError(`Row ${row.rowNumber} belongs to no refused record.`);
    return toRefusedReject(row, item);
  });
}

function countRows(
  records: RecordKind,
  chunk: Chunk,
  { loadedItems, loadedRows }: StoredChunk,
  refused: readonly Reject[],
): LoadCounts {
  const conflictingRows = refused.filter(({ code }) => code === conflictCode).length;
  const rejectedRows = chunk.rejects.length + refused.length - conflictingRows;
  return addCounts(noCounts, {
    readRows: chunk.readRows,
    loadedInvoices: records === 'invoices' ? loadedItems : 0,
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
