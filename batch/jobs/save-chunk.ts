import type { ISql } from 'postgres';
import type { CsvPosition } from '../csv/record.ts';
import { assertRuns } from './fence.ts';
import type { Reject, RunningExecution } from './job.ts';
import { JobError } from './job-error.ts';
import type { LoadCounts } from './load-counts.ts';
import { RejectLimitError } from './reject-limit-error.ts';
import { findPassedLimit, type RejectStand } from './reject-limits.ts';
import { saveRejects } from './save-rejects.ts';

/** The results of a chunk, and the place up to which its partition is done with it. */
export interface SavedChunk {
  readonly execution: RunningExecution;
  readonly step: string;
  readonly partition: number;
  /** The beginning of the chunk, which is the present checkpoint. */
  readonly from: Pick<CsvPosition, 'byteOffset'>;
  /** The beginning of the next chunk. */
  readonly next: CsvPosition;
  /** True if it is the partition's last chunk. */
  readonly isDone: boolean;
  readonly counts: LoadCounts;
  readonly rejects: readonly Reject[];
}

/**
 * Stores a chunk's checkpoint, counts and rejects. Call it last in the transaction that loads the chunk, so that the invoices
 * and the checkpoint are committed together. Its statements are sent together.
 *
 * @throws {JobError} STOPPED, FENCED, SKIP_LIMIT_EXCEEDED, REASON_LIMIT_EXCEEDED, which must roll the transaction back
 */
export async function saveChunk(tx: ISql, chunk: SavedChunk): Promise<void> {
  await Promise.all([
    assertRuns(tx, chunk.execution),
    moveCheckpoint(tx, chunk),
    countChunk(tx, chunk),
    ...(chunk.rejects.length > 0 || chunk.isDone ? [countAndLimitRejects(tx, chunk)] : []),
  ]);
}

/** Applies the limits also to a partition's last chunk: the shares of a whole file differ from those of its part. */
async function countAndLimitRejects(tx: ISql, { execution, rejects }: SavedChunk): Promise<void> {
  const rejected = await saveRejects(tx, execution, rejects);
  const { limits, instanceId } = execution;
  if (rejected.rejectedRows === 0 || (limits.skipLimit === null && limits.reasonPercent === null)) return;
  // After the instance was locked, all committed chunks are visible, and no other can be committed.
  const [read] = await tx<Pick<RejectStand, 'readRows' | 'isWhole'>[]>`
    select coalesce(sum(s.read_rows), 0)::float8 as "readRows",
      not exists (select from checkpoints where instance_id = ${instanceId} and not is_done) as "isWhole"
    from step_executions s join job_executions e on e.id = s.execution_id where e.instance_id = ${instanceId}`;
  if (read === undefined) throw new TypeError('A sum is always there.');
  const stand: RejectStand = { ...rejected, ...read };
  const passed = findPassedLimit(limits, stand);
  if (passed !== undefined) throw new RejectLimitError(passed, stand, rejects);
}

async function moveCheckpoint(tx: ISql, chunk: SavedChunk): Promise<void> {
  const { execution, step, partition, from, next, isDone } = chunk;
  const moved = await tx`
    update checkpoints
    set next_byte = ${next.byteOffset}, next_row = ${next.rowNumber}, next_line = ${next.line}, is_done = ${isDone}
    where instance_id = ${execution.instanceId} and step = ${step} and partition = ${partition}
      and next_byte = ${from.byteOffset} and not is_done
    returning 1`;
  if (moved.length === 1) return;
  // A commit whose answer was lost: the caller must read the checkpoint before a retry.
  const message = `Partition ${partition} of ${step} does not stand at byte ${from.byteOffset} any more.`;
  throw new JobError('FENCED', message);
}

async function countChunk(
  tx: ISql,
  { execution, step, partition, isDone, counts }: SavedChunk,
): Promise<void> {
  const { count } = await tx`
    update step_executions set
      read_rows = read_rows + ${counts.readRows},
      loaded_invoices = loaded_invoices + ${counts.loadedInvoices},
      loaded_rows = loaded_rows + ${counts.loadedRows},
      already_there_rows = already_there_rows + ${counts.alreadyThereRows},
      conflicting_rows = conflicting_rows + ${counts.conflictingRows},
      rejected_rows = rejected_rows + ${counts.rejectedRows},
      commits = commits + 1,
      chunk_at = clock_timestamp(),
      status = case when ${isDone} then 'COMPLETED' else status end,
      ended_at = case when ${isDone} then clock_timestamp() else ended_at end
    where execution_id = ${execution.id} and name = ${step} and partition = ${partition}`;
  if (count !== 1) throw new Error(`Partition ${partition} of ${step} was not begun; call beginStep first`);
}

/** Counts a chunk that was rolled back; in a statement of its own. */
export async function countRollback(
  sql: ISql,
  { execution, step, partition }: Pick<SavedChunk, 'execution' | 'step' | 'partition'>,
): Promise<void> {
  await sql`
    update step_executions set rollbacks = rollbacks + 1
    where execution_id = ${execution.id} and name = ${step} and partition = ${partition}`;
}
