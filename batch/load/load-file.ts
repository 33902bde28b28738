import { basename, resolve } from 'node:path';
import { connectSql } from '#platform/database/sql-pool.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Log } from '#platform/log/log.ts';
import { type BegunExecution, beginExecution } from '../jobs/begin-execution.ts';
import { beginStep } from '../jobs/begin-step.ts';
import { endExecution } from '../jobs/end-execution.ts';
import { sumCounts } from '../jobs/find-jobs.ts';
import type { Checkpoint, JobDatabase } from '../jobs/job.ts';
import { JobError } from '../jobs/job-error.ts';
import { addCounts, type LoadCounts } from '../jobs/load-counts.ts';
import { countRejects, type RejectReason, readRejects } from '../jobs/read-rejects.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { writeRejectFile } from '../rejects/reject-file.ts';
import { assertSameFile, type FileIdentity, identifyFile } from './file-identity.ts';
import { findScattered } from './find-scattered.ts';
import { loadPartition } from './load-partition.ts';
import { createCustomerMatcher } from './match-customers.ts';
import { type OpenedFile, openFile } from './open-file.ts';
import { planPartitions } from './plan-partitions.ts';
import type { ProgressState } from './progress.ts';
import { startReading } from './reading.ts';
import { retryTransient } from './retry-transient.ts';

/** Where the rows go; part of what identifies a job. */
export const loadTarget = 'billing.invoices';
/** The step that loads. */
export const loadStep = 'load';

export interface LoadRequest {
  readonly path: string;
  readonly mapping: Mapping;
  /** How many rows may be rejected over all executions; null for any number. */
  readonly skipLimit: number | null;
  /** How many threads read and how many connections load at once. */
  readonly workers: number;
  readonly chunkRows: number;
  /** Where the rejected rows go, if there are any. */
  readonly rejectPath: string;
  /** What tells this load from another one of the same file with the same mapping. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The content that the file must have, when it is to go on with a job. */
  readonly expectedSha256?: string;
}

export interface LoadTools {
  /** The URL with the role `batch`. */
  readonly url: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Told how to ask for the progress once the load has begun. */
  readonly onBegin: (
    job: { readonly number: number; readonly isRestart: boolean },
    read: () => ProgressState,
  ) => void;
}

/** How a load ended. */
export interface LoadResult {
  readonly jobNumber: number;
  readonly status: 'COMPLETED' | 'STOPPED' | 'FAILED';
  /** Why it did not complete. */
  readonly failure: Error | undefined;
  /** Of all executions together. */
  readonly counts: LoadCounts;
  readonly reasons: readonly RejectReason[];
  /** Undefined when no row was rejected. */
  readonly rejectPath: string | undefined;
  /** Why the reject file could not be written; the rows are kept with the job all the same. */
  readonly rejectFileProblem: string | undefined;
  readonly seconds: number;
  /** What this execution has read. */
  readonly rowsNow: number;
}

/** A statement that moves a chunk may wait for the disk, or for another load. */
const statementTimeoutMs = 120_000;

/**
 * Loads a file into billing's invoices, or goes on where an earlier execution ended.
 *
 * @throws {CodedError} what stands in the way before anything begins: FILE_UNREADABLE, FILE_CHANGED, BAD_HEADER, and the
 *   codes of `beginExecution`
 */
export async function loadFile(request: LoadRequest, tools: LoadTools): Promise<LoadResult> {
  const startedMs = performance.now();
  const path = resolve(request.path);
  const identity = await identifyFile(path, tools.signal);
  if (request.expectedSha256 !== undefined && request.expectedSha256 !== identity.sha256) {
    const message = `${path} is not the file that the job began with: its content is another. Load it as a file of its own.`;
    throw new CodedError('FILE_CHANGED', message);
  }
  const file = await openFile(path, request.mapping);
  const pool = connectSql({
    url: tools.url,
    name: 'batch',
    maxConnections: 3,
    statementTimeoutMs,
    readsArrays: false,
  });
  try {
    const jobs: JobDatabase = { sql: pool.sql, url: tools.url };
    const begun = await beginExecution(jobs, {
      name: 'load',
      fileSha256: identity.sha256,
      target: loadTarget,
      mapping: request.mapping,
      mappingName: request.mapping.name,
      parameters: request.parameters,
      file: { path, bytes: identity.bytes },
      skipLimit: request.skipLimit,
      options: {
        workers: request.workers,
        chunkRows: request.chunkRows,
        rejectPath: resolve(request.rejectPath),
      },
    });
    try {
      return await run({ request, tools, jobs, begun, file, identity, startedMs });
    } finally {
      await begun.lock.close();
    }
  } finally {
    await pool.close();
  }
}

interface Run {
  readonly request: LoadRequest;
  readonly tools: LoadTools;
  readonly jobs: JobDatabase;
  readonly begun: BegunExecution;
  readonly file: OpenedFile;
  readonly identity: FileIdentity;
  readonly startedMs: number;
}

async function run(context: Run): Promise<LoadResult> {
  const { request, tools, jobs, begun, file, identity, startedMs } = context;
  const { sql } = jobs;
  const { instanceId } = begun.execution;
  const before = await retryTransient(() => sumCounts(sql, instanceId), tools.signal);
  let failure: Error | undefined;
  try {
    await loadAll(context, before);
    await assertSameFile(file.path, identity);
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
  }
  const status = failure === undefined ? 'COMPLETED' : isStop(failure) ? 'STOPPED' : 'FAILED';
  // Without the signal: also a load that was told to end says how it ended.
  if (!isFenced(failure)) {
    await retryTransient(() => endExecution(sql, begun.execution, status, failure?.message ?? null));
  }

  const counts = await retryTransient(() => sumCounts(sql, instanceId));
  const reasons = await retryTransient(() => countRejects(sql, instanceId));
  const rejectFileProblem = reasons.length > 0 ? await writeRejects(context) : undefined;
  return {
    jobNumber: begun.number,
    status,
    failure,
    counts,
    reasons,
    rejectPath: reasons.length > 0 ? resolve(request.rejectPath) : undefined,
    rejectFileProblem,
    seconds: (performance.now() - startedMs) / 1_000,
    rowsNow: counts.readRows - before.readRows,
  };
}

/** Loads every partition that is not done, so many at once as there are workers. */
async function loadAll(
  { request, tools, jobs, begun, file, identity }: Run,
  before: LoadCounts,
): Promise<void> {
  const { execution, lock } = begun;
  const checkpoints = await retryTransient(
    () =>
      beginStep(jobs.sql, execution, loadStep, () =>
        planPartitions(file, { workers: request.workers, bytes: identity.bytes, signal: tools.signal }),
      ),
    tools.signal,
  );
  const scattered = await findScattered(file, tools.signal);
  const totalBytes = file.isCompressed ? undefined : identity.bytes;
  const doneBytes = checkpoints.map(doneOf);
  const startBytes = sum(doneBytes);
  let counts = before;
  const startedMs = performance.now();
  tools.onBegin(
    { number: begun.number, isRestart: begun.isRestart },
    (): ProgressState => ({
      fileName: basename(file.path),
      counts,
      rowsNow: counts.readRows - before.readRows,
      doneBytes: sum(doneBytes),
      totalBytes,
      startBytes,
      elapsedMs: performance.now() - startedMs,
    }),
  );

  const failing = new AbortController();
  const signal = AbortSignal.any([tools.signal, lock.lost, failing.signal]);
  const open = checkpoints.filter(({ isDone }) => !isDone);
  const matching = connectSql({
    url: tools.url,
    name: 'batch-customers',
    maxConnections: 1,
    readsArrays: false,
  });
  const match = createCustomerMatcher(matching.sql, signal);
  const lane = async () => {
    for (let checkpoint = open.shift(); checkpoint !== undefined; checkpoint = open.shift()) {
      const { partition, fromByte } = checkpoint;
      const connection = connectSql({
        url: tools.url,
        name: `batch-load-${partition}`,
        maxConnections: 1,
        statementTimeoutMs,
        idleInTransactionTimeoutMs: statementTimeoutMs,
        readsArrays: false,
      });
      const reading = startReading(
        file.toTask(checkpoint, { chunkRows: request.chunkRows, scattered }),
        match,
      );
      try {
        await loadPartition({
          execution,
          step: loadStep,
          checkpoint,
          reading,
          sql: connection.sql,
          signal,
          onCommit: (added, nextByte) => {
            counts = addCounts(counts, added);
            doneBytes[partition] = nextByte - fromByte;
          },
        });
      } finally {
        await reading.close();
        await connection.close();
      }
    }
  };
  try {
    const lanes = Array.from({ length: Math.min(request.workers, open.length) }, () =>
      lane().catch((error: unknown) => {
        failing.abort(error);
        throw error;
      }),
    );
    const ended = await Promise.allSettled(lanes);
    // The first failure stopped the others: it says why.
    if (failing.signal.aborted) throw failing.signal.reason;
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  } finally {
    await matching.close();
  }
}

function doneOf({ fromByte, next }: Checkpoint): number {
  return next.byteOffset - fromByte;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

async function writeRejects({ request, jobs, begun, file, tools }: Run): Promise<string | undefined> {
  try {
    const shape = { header: file.header, separator: file.dialect.separator };
    await retryTransient(() =>
      writeRejectFile(request.rejectPath, shape, readRejects(jobs.sql, begun.execution.instanceId)),
    );
    return undefined;
  } catch (error) {
    tools.log.error({ err: error, file: request.rejectPath }, 'the reject file could not be written');
    return error instanceof Error ? error.message : String(error);
  }
}

function isStop(error: Error): boolean {
  return (error instanceof JobError && error.code === 'STOPPED') || error.name === 'AbortError';
}

function isFenced(error: Error | undefined): boolean {
  return error instanceof CodedError && error.code === 'FENCED';
}
