import type { ISql } from 'postgres';
import type { ExecutionRequest } from './begin-execution.ts';
import type { JobInstance, JobStatus } from './job.ts';
import { JobError } from './job-error.ts';
import type { LoadCounts } from './load-counts.ts';
import type { RejectLimits } from './reject-limits.ts';

/** The state of a job: its latest execution, and the counts of all its executions. */
export interface JobOverview extends JobInstance, RejectLimits {
  readonly attempt: number;
  readonly status: JobStatus;
  /** True if a process runs it now. A running status without a process is left from a process that died. */
  readonly isRunning: boolean;
  readonly worker: string;
  /** Other settings of the worker. */
  readonly options: ExecutionRequest['options'];
  readonly startedAtMs: number;
  /** The time at which its latest chunk was committed, null before the first one of the latest execution. */
  readonly chunkAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly exitMessage: string | null;
  /** The share of the file that is done, from 0 to 1; null if unknown. */
  readonly progress: number | null;
  readonly counts: LoadCounts;
}

type OverviewRow = Omit<JobOverview, 'counts' | 'skipLimit'> &
  LoadCounts & { readonly skipLimit: number | null; readonly skipPercent: number | null };

/** Finds all jobs, the newest first. */
export async function listJobOverviews(
  sql: ISql,
  options: { readonly most: number },
): Promise<JobOverview[]> {
  const rows = await sql<OverviewRow[]>`${selectOverview(sql)} order by number desc limit ${options.most}`;
  return rows.map(toOverview);
}

/** @throws {JobError} NOT_FOUND */
export async function getJob(sql: ISql, number: number): Promise<JobOverview> {
  const [row] = await sql<OverviewRow[]>`${selectOverview(sql)} where number = ${number}`;
  if (row !== undefined) return toOverview(row);
  throw new JobError('NOT_FOUND', `There is no job ${number}; \`status\` lists the existing jobs.`);
}

/** Finds a job that is known to exist. */
export async function getJobById(sql: ISql, id: string): Promise<JobOverview> {
  const [row] = await sql<OverviewRow[]>`${selectOverview(sql)} where id = ${id}`;
  if (row === undefined) throw new Error(`There is no job instance ${id}`);
  return toOverview(row);
}

/** Finds the committed counts of all executions of an instance. */
export async function sumCounts(sql: ISql, instanceId: string): Promise<LoadCounts> {
  const [row] = await sql<LoadCounts[]>`
    select ${countColumns(sql)} from job_overviews where id = ${instanceId}`;
  if (row === undefined) throw new Error(`There is no job instance ${instanceId}`);
  return { ...row };
}

/** Converts a row: pools differ in dates and 64-bit numbers; doubles are exact far beyond the size of any file. */
function selectOverview(sql: ISql) {
  return sql`
    select id, number::float8 as number, name, file_sha256 as "fileSha256", target, mapping_name as "mappingName",
      mapping, parameters, file_path as "filePath", file_name as "fileName", file_bytes::float8 as "fileBytes",
      ${toMs(sql, 'created_at')} as "createdAtMs", attempt, status, skip_limit::float8 as "skipLimit",
      skip_percent as "skipPercent", reason_percent as "reasonPercent", options, worker,
      ${toMs(sql, 'started_at')} as "startedAtMs", ${toMs(sql, 'ended_at')} as "endedAtMs",
      exit_message as "exitMessage", is_running as "isRunning", ${toMs(sql, 'chunk_at')} as "chunkAtMs", progress,
      ${countColumns(sql)}
    from job_overviews`;
}

function countColumns(sql: ISql) {
  return sql`
    read_rows::float8 as "readRows", loaded_invoices::float8 as "loadedInvoices",
    loaded_rows::float8 as "loadedRows", already_there_rows::float8 as "alreadyThereRows",
    conflicting_rows::float8 as "conflictingRows", rejected_rows::float8 as "rejectedRows"`;
}

function toMs(sql: ISql, column: string) {
  return sql`(extract(epoch from ${sql(column)}) * 1000)::float8`;
}

function toOverview(row: OverviewRow): JobOverview {
  const { readRows, loadedInvoices, loadedRows, alreadyThereRows, conflictingRows, rejectedRows, ...rest } =
    row;
  const counts = { readRows, loadedInvoices, loadedRows, alreadyThereRows, conflictingRows, rejectedRows };
  const { skipPercent, skipLimit, ...job } = rest;
  return { ...job, skipLimit: skipPercent === null ? skipLimit : { percent: skipPercent }, counts };
}
