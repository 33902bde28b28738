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
  const look = await lookAtFile(path);
  const file = await openFile(path, request.mapping);
  const preparation = prepareLoad(file, look.bytes, request.workers);
  try {
    const identity = await identifyFile(path, look, tools.signal);
    if (request.expectedSha256 !== undefined && request.expectedSha256 !== identity.sha256) {
      const message = `${path} is not the file that the job began with: its content is another. Load it as a file of its own.`;
      throw new CodedError('FILE_CHANGED', message);
    }
    return await execute({ request, tools, file, identity, preparation, startedMs });
  } finally {
    await preparation.close();
  }
}

interface Load {
  readonly request: LoadRequest;
  readonly tools: LoadTools;
  readonly file: OpenedFile;
  readonly identity: FileIdentity;
  readonly preparation: Preparation;
  readonly startedMs: number;
}

async function execute(load: Load): Promise<LoadResult> {
  const { request, tools, file, identity } = load;
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
      file: { path: file.path, bytes: identity.bytes },
      skipLimit: request.skipLimit,
      options: {
        workers: request.workers,
        chunkRows: request.chunkRows,
        rejectPath: resolve(request.rejectPath),
      },
    });
    try {
      return await run({ ...load, jobs, begun });
    } finally {
      await begun.lock.close();
    }
  } finally {
    await pool.close();
  }
}

interface Run extends Load {
  readonly jobs: JobDatabase;
  readonly begun: BegunExecution;
}

async function run(context: Run): Promise<LoadResult> {
  const { request, tools, jobs, begun, file, identity, startedMs } = context;
  const { sql } = jobs;
  const { instanceId } = begun.execution;
  const before = await retryTransient(() => sumCounts(sql, instanceId), tools.signal);
  let failure: Error | undefined;
  try {
    await loadPartitions(context, before);
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
