import type { ISql } from 'postgres';
import type { ChunkCounts, JobInstance, JobStatus } from './job.ts';
import { JobError } from './job-error.ts';

/** A job as it stands: its latest execution, and what all its executions have loaded. */
export interface JobOverview extends JobInstance {
  readonly attempt: number;
  readonly status: JobStatus;
  /** Whether a process runs it now. A status that says so while none does is left from a process that died. */
  readonly isAlive: boolean;
  readonly worker: string;
  readonly skipLimit: number | null;
  readonly startedAtMs: number;
  /** When its latest chunk was committed, null before the first one of the latest execution. */
  readonly chunkAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly exitMessage: string | null;
  readonly counts: ChunkCounts;
}

interface OverviewRow extends Omit<JobOverview, 'counts'>, ChunkCounts {}

/** The jobs there are, the newest first. */
export async function listJobs(sql: ISql, options: { readonly most: number }): Promise<JobOverview[]> {
  const rows = await sql<OverviewRow[]>`${selectOverview(sql)} order by i.number desc limit ${options.most}`;
  return rows.map(toOverview);
}

/** @throws {JobError} NOT_FOUND */
export async function getJob(sql: ISql, number: number): Promise<JobOverview> {
  const [row] = await sql<OverviewRow[]>`${selectOverview(sql)} where i.number = ${number}`;
  if (row !== undefined) return toOverview(row);
  throw new JobError('NOT_FOUND', `There is no job ${number}; \`status\` lists those there are.`);
}

/** The sum of what all executions of an instance have committed. */
export async function sumCounts(sql: ISql, instanceId: string): Promise<ChunkCounts> {
  const [row] = await sql<ChunkCounts[]>`
    select ${sumColumns(sql)} from step_executions s join job_executions e on e.id = s.execution_id
    where e.instance_id = ${instanceId}`;
  if (row === undefined) throw new Error('A sum always has a row');
  return toCounts(row);
}

/** PostgreSQL shows locks to everybody: a lock on 64 bits has them in two halves. */
function selectOverview(sql: ISql) {
  return sql`
    select i.id, i.number::int as number, i.name, i.file_sha256 as "fileSha256", i.target, i.mapping,
      i.parameters, i.mapping_name as "mappingName", i.file_path as "filePath", i.file_name as "fileName",
      i.file_bytes::float8 as "fileBytes", ${toMs(sql, 'i.created_at')} as "createdAtMs",
      e.attempt, e.status, e.worker, e.skip_limit::float8 as "skipLimit",
      ${toMs(sql, 'e.started_at')} as "startedAtMs", ${toMs(sql, 'e.ended_at')} as "endedAtMs",
      e.exit_message as "exitMessage", ${toMs(sql, 'latest.chunk_at')} as "chunkAtMs", total.*,
      exists (
        select 1 from pg_locks, hashtextextended('batch-job:' || i.id, 0) as lock
        where locktype = 'advisory' and granted and objsubid = 1
          and database = (select oid from pg_database where datname = current_database())
          and classid = (lock >> 32 & 4294967295)::oid and objid = (lock & 4294967295)::oid
      ) as "isAlive"
    from job_instances i
    cross join lateral (
      select * from job_executions where instance_id = i.id order by attempt desc limit 1) e
    cross join lateral (select max(chunk_at) as chunk_at from step_executions where execution_id = e.id) latest
    cross join lateral (
      select ${sumColumns(sql)} from step_executions s join job_executions every on every.id = s.execution_id
      where every.instance_id = i.id) total`;
}

function sumColumns(sql: ISql) {
  return sql`
    coalesce(sum(read_rows), 0)::float8 as "readRows",
    coalesce(sum(loaded_invoices), 0)::float8 as "loadedInvoices",
    coalesce(sum(loaded_rows), 0)::float8 as "loadedRows",
    coalesce(sum(already_there_rows), 0)::float8 as "alreadyThereRows",
    coalesce(sum(conflicting_rows), 0)::float8 as "conflictingRows",
    coalesce(sum(s.rejected_rows), 0)::float8 as "rejectedRows"`;
}

function toMs(sql: ISql, column: string) {
  return sql`(extract(epoch from ${sql(column)}) * 1000)::float8`;
}

function toOverview(row: OverviewRow): JobOverview {
  const { readRows, loadedInvoices, loadedRows, alreadyThereRows, conflictingRows, rejectedRows, ...job } =
    row;
  return { ...job, counts: toCounts(row) };
}

function toCounts(row: ChunkCounts): ChunkCounts {
  const { readRows, loadedInvoices, loadedRows, alreadyThereRows, conflictingRows, rejectedRows } = row;
  return { readRows, loadedInvoices, loadedRows, alreadyThereRows, conflictingRows, rejectedRows };
}
