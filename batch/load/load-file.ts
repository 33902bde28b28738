import { resolve } from 'node:path';
import { connectSql } from '#platform/database/sql-pool.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toError } from '#platform/errors/to-error.ts';
import { describeError } from '#platform/log/log-error.ts';
import { beginExecution } from '../jobs/begin-execution.ts';
import { endExecution } from '../jobs/end-execution.ts';
import { sumCounts } from '../jobs/find-jobs.ts';
import type { JobDatabase } from '../jobs/job.ts';
import { JobError } from '../jobs/job-error.ts';
import type { LoadCounts } from '../jobs/load-counts.ts';
import { countRejects, type RejectReason, readRejects } from '../jobs/read-rejects.ts';
import { RejectLimitError } from '../jobs/reject-limit-error.ts';
import { toJobMapping } from '../mapping/job-mapping.ts';
import {
  loadTargets,
  type RecordKind,
  toLeftOutHint,
  toLeftOutName,
  toRecordKind,
} from '../mapping/mapping.ts';
import { assertRejectPath } from '../rejects/assert-reject-path.ts';
import { writeRejectFile } from '../rejects/reject-file.ts';
import { loadPartitions, type PartitionsLoad, statementTimeoutMs } from './load-partitions.ts';
import type { LoadRequest, LoadTools } from './load-request.ts';
import { prepareLoad } from './planning/prepare-load.ts';
import { explainRejects } from './progress/explain-rejects.ts';
import { identifyFile, lookAtFile } from './reading/file-identity.ts';
import { openFile } from './reading/open-file.ts';
import { removeInputCopy } from './reading/spool-input.ts';
import { assertSortable, isSortedJob } from './sort/sort-parameter.ts';
import { retryTransient } from './writing/retry-transient.ts';

/** The result of a load. */
export interface LoadResult {
  readonly jobNumber: number;
  readonly records: RecordKind;
  readonly status: 'COMPLETED' | 'STOPPED' | 'FAILED';
  /** The reason why it did not complete. */
  readonly failure: Error | undefined;
  /** The counts of all executions together. */
  readonly counts: LoadCounts;
  /** The mapping's name for rows that it leaves out; undefined if it leaves none out. */
  readonly leftOutName: string | undefined;
  /** The way to load such rows, for people. */
  readonly leftOutHint: string;
  readonly reasons: readonly RejectReason[];
  /** Undefined if no row was rejected. */
  readonly rejectPath: string | undefined;
  /** The reason why the reject file could not be written; the job keeps the rows in any case. */
  readonly rejectFileProblem: string | undefined;
  readonly seconds: number;
  /** The rows and bytes that this execution has read. */
  readonly rowsNow: number;
}

/**
 * Loads a file into billing's invoices or payments, or continues where an earlier execution ended.
 *
 * @throws {CodedError} if the load cannot begin: FILE_UNREADABLE, FILE_CHANGED, BAD_HEADER,
 *   NOTHING_TO_SORT, REJECT_FILE_IS_INPUT, and the codes of `beginExecution`
 */
export async function loadFile(request: LoadRequest, tools: LoadTools): Promise<LoadResult> {
  const startedMs = performance.now();
  const path = resolve(request.path);
  const isSorted = isSortedJob(request.parameters);
  if (isSorted) assertSortable(request.mapping);
  const look = await lookAtFile(path);
  await assertRejectPath(request.rejectPath, path);
  const file = await openFile(path, request.mapping, tools.seller);
  const preparation = prepareLoad(file, look.bytes, {
    workers: request.workers,
    isRewritten: isSorted || file.format !== 'csv',
    signal: tools.signal,
  });
  try {
    const [identity, url] = await Promise.all([identifyFile(path, look, tools.signal), tools.openDatabase()]);
    if (request.expectedSha256 !== undefined && request.expectedSha256 !== identity.sha256) {
      const message = `${path} is not the file that the job began with: its content is another. Load it as a file of its own.`;
      throw new CodedError('FILE_CHANGED', message);
    }
    return await execute({ request, tools, file, identity, preparation, startedMs }, url);
  } finally {
    await preparation.close();
  }
}

/** The values of a load that are known before it has begun, and those known afterwards. */
interface Load extends Omit<PartitionsLoad, 'jobs' | 'begun'> {
  readonly startedMs: number;
}
type Run = Load & PartitionsLoad;

async function execute(load: Load, url: string): Promise<LoadResult> {
  const { request, file, identity } = load;
  const pool = connectSql({
    url,
    name: 'batch',
    maxConnections: 3,
    statementTimeoutMs,
  });
  try {
    const jobs: JobDatabase = { sql: pool.sql, url };
    const begun = await beginExecution(jobs, {
      name: 'load',
      fileSha256: identity.sha256,
      target: loadTargets[toRecordKind(request.mapping)],
      mapping: toJobMapping(request.mapping),
      mappingName: request.mapping.name,
      parameters: request.parameters,
      file: { path: file.path, bytes: identity.bytes },
      skipLimit: request.skipLimit,
      reasonPercent: request.reasonPercent,
      options: {
        workers: request.workers,
        chunkRows: request.chunkRows,
        rejectPath: resolve(request.rejectPath),
        // With these the reject file can be written without the file.
        header: file.header ?? null,
        separator: file.dialect.separator,
      },
    });
    try {
      // The job now has another copy of the same standard input.
      if (begun.earlierPath !== undefined) await removeInputCopy(begun.earlierPath);
      return await run({ ...load, jobs, begun });
    } finally {
      await begun.lock.close();
    }
  } finally {
    await pool.close();
  }
}

async function run(context: Run): Promise<LoadResult> {
  const { request, tools, jobs, begun, startedMs } = context;
  const { sql } = jobs;
  const { instanceId } = begun.execution;
  const before = await retryTransient(() => sumCounts(sql, instanceId), tools.signal);
  let failure: Error | undefined;
  try {
    await loadPartitions(context, before);
  } catch (error) {
    failure = toError(error);
    if (failure instanceof RejectLimitError) failure.add(explainRejects(failure.rejects, context.file));
  }
  const status = failure === undefined ? 'COMPLETED' : isStop(failure) ? 'STOPPED' : 'FAILED';
  // Without the signal: a load that was told to end also records its end.
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
    records: toRecordKind(request.mapping),
    leftOutName: toLeftOutName(request.mapping),
    leftOutHint: toLeftOutHint(request.mapping),
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
    return describeError(error);
  }
}

function isStop(error: Error): boolean {
  return (error instanceof JobError && error.code === 'STOPPED') || error.name === 'AbortError';
}

function isFenced(error: Error | undefined): boolean {
  return error instanceof CodedError && error.code === 'FENCED';
}
