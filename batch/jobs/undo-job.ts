import type { Sql } from 'postgres';
import { type RecordKind, toKindOfTarget } from '../mapping/mapping.ts';
import { endSteps, findLatestExecution } from './find-execution.ts';
import { getJob } from './find-jobs.ts';
import type { JobDatabase } from './job.ts';
import { JobError } from './job-error.ts';
import { takeJobLock } from './job-lock.ts';
import { type KeptRecord, type RemovedRecords, removeImported } from './remove-imported.ts';

/** The results for the records of an undone job. */
export interface UndoneJob {
  /** The count of all attempts to undo it. */
  readonly removed: number;
  readonly kept: number;
}

/** The options and callbacks of an undo. */
export interface UndoTools {
  readonly signal: AbortSignal;
  /** Called with records that stay, as they are found. */
  readonly onKept: (kept: readonly KeptRecord[]) => void;
  /** The seller's day. */
  readonly today: string;
}

/**
 * Removes the invoices that a job brought, except those that were paid, voided or changed since, or reverses its payments,
 * except those that were reversed or refunded. Then the same file can be loaded again, as a job of its own. An interrupted
 * undo continues at the next call; until then the file is not loaded. A job that is undone already may be undone again,
 * which lists the records that stayed.
 *
 * @throws {JobError} NOT_FOUND; NOT_RUNNING if it never ran; ALREADY_RUNNING
 */
export async function undoJob(db: JobDatabase, number: number, tools: UndoTools): Promise<UndoneJob> {
  const { sql, url } = db;
  const { id: instanceId, target } = await getJob(sql, number);
  const records = toKindOfTarget(target);
  const lock = await takeJobLock(url, instanceId);
  if (lock === undefined) {
    throw new JobError('ALREADY_RUNNING', `Job ${number} is running. First: \`stop ${number}\`.`);
  }
  try {
    await beginUndo(sql, instanceId, number);
    const removed = { records, instanceId, today: tools.today };
    const undone = await removeAll(sql, removed, { ...tools, lost: lock.lost });
    await endUndo(sql, removed, undone);
    return undone;
  } finally {
    await lock.close();
  }
}

/** Marks the job, so that nobody loads its file before the undo has ended. */
async function beginUndo(sql: Sql, instanceId: string, number: number): Promise<void> {
  await sql.begin(async (tx) => {
    const latest = await findLatestExecution(tx, instanceId);
    if (latest === undefined) throw new JobError('NOT_RUNNING', `Job ${number} never ran.`);
    if (latest.status === 'UNDOING' || latest.status === 'UNDONE') return;
    await tx`
      update job_executions set status = 'UNDOING', ended_at = coalesce(ended_at, now())
      where id = ${latest.executionId}`;
    await endSteps(tx, latest.executionId, 'FAILED');
  });
}

async function removeAll(
  sql: Sql,
  records: RemovedRecords,
  { signal, onKept, lost }: UndoTools & { readonly lost: AbortSignal },
): Promise<UndoneJob> {
  let [removed, kept] = [0, 0];
  for await (const part of removeImported(sql, records)) {
    removed = part.removedSoFar;
    kept += part.kept.length;
    onKept(part.kept);
    signal.throwIfAborted();
    lost.throwIfAborted();
  }
  return { removed, kept };
}

/** Frees the job's identity: the same file is another job from now on. */
async function endUndo(
  sql: Sql,
  { records, instanceId }: RemovedRecords,
  { removed, kept }: UndoneJob,
): Promise<void> {
  const message = `Undone: ${describeUndone(records, removed)}, ${kept.toLocaleString('en-US')} stay.`;
  await sql.begin(async (tx) => {
    const ended = await tx`
      update job_executions set status = 'UNDONE', exit_message = ${message}
      where instance_id = ${instanceId} and status = 'UNDOING' returning 1`;
    if (ended.length === 0) return;
    await tx`
      update job_instances set key_hash = encode(sha256(convert_to(key_hash || ':' || id, 'UTF8')), 'hex')
      where id = ${instanceId}`;
  });
}

/** Says how many records were taken back, for people. */
export function describeUndone(records: RecordKind, removed: number): string {
  const count = removed.toLocaleString('en-US');
  return records === 'invoices' ? `${count} invoices were removed` : `${count} payments were reversed`;
}
