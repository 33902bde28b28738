import type { Sql } from 'postgres';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Log } from '#platform/log/log.ts';
import { toDay } from '#schema/calendar/day.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import { getJobById } from '../jobs/find-jobs.ts';
import { JobError } from '../jobs/job-error.ts';
import type { KeptRecord } from '../jobs/remove-imported.ts';
import { undoJob } from '../jobs/undo-job.ts';
import { dryRun } from '../load/dry-run.ts';
import { loadFile } from '../load/load-file.ts';
import { isSortedJob } from '../load/sort/sort-parameter.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { parseMappingValue } from '../mapping/mapping-schema.ts';
import type { RequestEnd } from '../queue/held-request.ts';
import type { ClaimedRequest } from '../queue/import-request.ts';
import { toImportTrial } from '../queue/to-import-trial.ts';
import { openUploadFile } from '../uploads/upload-file.ts';

/** The resources of a worker. */
export interface RequestTools {
  readonly sql: Sql;
  /** With the role `batch`. */
  readonly url: string;
  readonly seller: Seller;
  readonly log: Log;
  /** Aborted when the request has to stop. */
  readonly signal: AbortSignal;
  /** Told of the job once it has begun. */
  readonly onJob: (number: number) => void;
}

/** The end of a request, or the error for which it may be begun again. */
export type ImportOutcome = RequestEnd & { readonly failure?: Error | undefined };

/** A thread that reads and a connection that loads for each, as many as the command line takes. */
const workers = 2;
const chunkRows = 10_000;
const shownRecords = 100;

/**
 * Carries out a request.
 *
 * @throws {CodedError} for what stands in its way; other errors are faults
 */
export function runRequest(request: ClaimedRequest, tools: RequestTools): Promise<ImportOutcome> {
  if (request.kind === 'UNDO') return runUndo(request, tools);
  return request.kind === 'LOAD' ? runUploadLoad(request, tools) : runDryRun(request, tools);
}

async function runUploadLoad(request: ClaimedRequest, tools: RequestTools): Promise<ImportOutcome> {
  const { url, seller, log, signal, onJob } = tools;
  return withFile(request, tools, async (path, mapping) => {
    const { skipLimit, reasonPercent, parameters } = request;
    const load = { path, mapping, workers, chunkRows, skipLimit, reasonPercent, parameters };
    const { jobNumber, status, failure } = await loadFile(
      { ...load, rejectPath: `${path}.rejects.csv` },
      { openDatabase: async () => url, seller, log, signal, onBegin: ({ number }) => onJob(number) },
    );
    onJob(jobNumber);
    const code = failure instanceof CodedError ? failure.code : null;
    if (status !== 'FAILED') return { status, message: status === 'STOPPED' ? stopped : null };
    return { status, code: code ?? 'FAULT', message: failure?.message ?? null, failure };
  });
}

const stopped = 'It was stopped. What is loaded stays; a new request of the same file goes on from there.';

function runDryRun(request: ClaimedRequest, tools: RequestTools): Promise<ImportOutcome> {
  const { seller, signal } = tools;
  return withFile(request, tools, async (path, mapping) => {
    const isSorted = isSortedJob(request.parameters);
    const run = await dryRun(path, mapping, { seller, isSorted, signal, maxShown: shownRecords });
    return { status: 'COMPLETED', result: { trial: toImportTrial(run) } };
  });
}

/** Runs work on the uploaded file, whose name stands for its place in messages. */
async function withFile(
  { uploadId, fileName, mapping }: ClaimedRequest,
  { sql, signal }: RequestTools,
  work: (path: string, mapping: Mapping) => Promise<ImportOutcome>,
): Promise<ImportOutcome> {
  if (uploadId === null) {
    throw new CodedError('UPLOAD_GONE', `The uploaded file ${fileName} is past its time; upload it again.`);
  }
  const parsed = parseMappingValue(mapping);
  if (!parsed.success) {
    throw new CodedError('MAPPING_INVALID', 'The mapping is not one of this version; give it anew.');
  }
  const file = await openUploadFile(sql, { id: uploadId, fileName }, { signal });
  const hidePath = (text: string) => text.replaceAll(file.path, fileName);
  try {
    const outcome = await work(file.path, parsed.data);
    return typeof outcome.message === 'string' ? { ...outcome, message: hidePath(outcome.message) } : outcome;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    if (error instanceof JobError) {
      const { code, message, jobNumber } = error;
      throw new JobError(code, hidePath(message), { cause: error, jobNumber });
    }
    throw new CodedError(error.code, hidePath(error.message), { cause: error });
  } finally {
    await file.close();
  }
}

async function runUndo({ instanceId }: ClaimedRequest, tools: RequestTools): Promise<ImportOutcome> {
  const { sql, url, seller, signal } = tools;
  if (instanceId === null) throw new Error('A request for an undo names no job');
  const { number } = await getJobById(sql, instanceId);
  const kept: KeptRecord[] = [];
  await undoJob({ sql, url }, number, {
    signal,
    today: toDay(new Date(), seller.timeZone),
    onKept: (some) => kept.push(...some.slice(0, shownRecords - kept.length)),
  });
  const { exitMessage } = await getJobById(sql, instanceId);
  return { status: 'COMPLETED', message: exitMessage, result: { kept } };
}
