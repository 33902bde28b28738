import { hostname } from 'node:os';
import { basename } from 'node:path';
import type { ISql } from 'postgres';
import { v7 as createId } from 'uuid';
import { findLatestExecution, type LatestExecution, markDead } from './find-execution.ts';
import { toInstanceKey } from './instance-key.ts';
import type { JobDatabase, JobIdentity, RunningExecution } from './job.ts';
import { JobError } from './job-error.ts';
import { type JobLock, takeJobLock } from './job-lock.ts';
import type { RejectLimits } from './reject-limits.ts';

/** The job to run. */
export interface ExecutionRequest extends JobIdentity, RejectLimits {
  /** The mapping's name for people. */
  readonly mappingName: string;
  readonly file: {
    /** Absolute; a restart looks for the file here. */
    readonly path: string;
    readonly bytes: number;
  };
  /** Other settings of the worker, for people. */
  readonly options: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

/** An execution that has begun. It runs until `endExecution`; the caller must close the lock in any case. */
export interface BegunExecution {
  /** The instance's number, for people. */
  readonly number: number;
  readonly execution: RunningExecution;
  /** The path of the file when an earlier execution began, if it is elsewhere now. */
  readonly earlierPath: string | undefined;
  /** True if an earlier execution began to load it. */
  readonly isRestart: boolean;
  readonly lock: JobLock;
}

/**
 * Begins to run a job: creates its instance if there is none, takes its lock, and adds an execution. An earlier
 * execution that is still marked as running though its lock is free belonged to a process that died; it is marked as failed.
 *
 * @throws {JobError} ALREADY_COMPLETE, ALREADY_RUNNING, ABANDONED, UNDONE
 */
export async function beginExecution(
  { sql, url }: JobDatabase,
  request: ExecutionRequest,
): Promise<BegunExecution> {
  const instance = await findOrAddInstance(sql, request);
  const lock = await takeJobLock(url, instance.id);
  if (lock === undefined) throw await toAlreadyRunning(sql, instance);
  try {
    return await sql.begin(async (tx) => {
      const latest = await findLatestExecution(tx, instance.id);
      if (latest !== undefined) await clearWay(tx, latest);
      // The file may have been moved since it was first loaded.
      await tx`
        update job_instances set file_path = ${request.file.path}, file_name = ${basename(request.file.path)}
        where id = ${instance.id}`;
      const execution = await addExecution(tx, instance.id, (latest?.attempt ?? 0) + 1, request);
      const earlierPath = instance.filePath === request.file.path ? undefined : instance.filePath;
      return { number: instance.number, execution, earlierPath, isRestart: latest !== undefined, lock };
    });
  } catch (error) {
    await lock.close();
    throw error;
  }
}

interface FoundInstance {
  readonly id: string;
  readonly number: number;
  readonly filePath: string;
}

async function findOrAddInstance(sql: ISql, request: ExecutionRequest): Promise<FoundInstance> {
  const key = toInstanceKey(request);
  // The instance is searched first: a refused insert would use up a number.
  const found = (await findInstance(sql, key)) ?? (await addInstance(sql, key, request));
  const instance = found ?? (await findInstance(sql, key));
  if (instance === undefined) throw new Error(`The job instance ${key} was neither found nor added`);
  return instance;
}

async function findInstance(sql: ISql, key: string): Promise<FoundInstance | undefined> {
  const [row] = await sql<FoundInstance[]>`
    select id, number::int as number, file_path as "filePath" from job_instances where key_hash = ${key}`;
  return row;
}

/** Returns undefined if another process was faster. */
async function addInstance(
  sql: ISql,
  key: string,
  request: ExecutionRequest,
): Promise<FoundInstance | undefined> {
  const { name, fileSha256, target, mappingName, mapping, parameters, file } = request;
  const [row] = await sql<FoundInstance[]>`
    insert into job_instances
      (id, name, key_hash, file_sha256, target, mapping_name, mapping, parameters, file_path, file_name, file_bytes)
    values (${createId()}, ${name}, ${key}, ${fileSha256}, ${target}, ${mappingName},
      ${toJson(mapping)}::text::jsonb, ${toJson(parameters)}::text::jsonb, ${file.path}, ${basename(file.path)}, ${file.bytes})
    on conflict (key_hash) do nothing
    returning id, number::int as number, file_path as "filePath"`;
  return row;
}

async function addExecution(
  tx: ISql,
  instanceId: string,
  attempt: number,
  { skipLimit, reasonPercent, options }: ExecutionRequest,
): Promise<RunningExecution> {
  const id = createId();
  const [rows, percent] =
    typeof skipLimit === 'number' ? [skipLimit, null] : [null, skipLimit?.percent ?? null];
  await tx`
    insert into job_executions
      (id, instance_id, attempt, status, skip_limit, skip_percent, reason_percent, options, worker)
    values (${id}, ${instanceId}, ${attempt}, 'STARTED', ${rows}, ${percent}, ${reasonPercent},
      ${toJson(options)}::text::jsonb, ${`${hostname()}:${process.pid}`})`;
  return { id, instanceId, attempt, limits: { skipLimit, reasonPercent } };
}

/** Returns JSON as text: not every pool writes JSON itself. */
function toJson(value: object): string {
  return JSON.stringify(value);
}

/** Checks that another execution is allowed, and marks the latest one if its process died. */
async function clearWay(tx: ISql, latest: LatestExecution): Promise<void> {
  const { number, status, endedAtMs, executionId } = latest;
  if (status === 'COMPLETED') {
    const when = new Date(endedAtMs ?? 0).toISOString();
    throw new JobError(
      'ALREADY_COMPLETE',
      `This file was loaded with this mapping as job ${number}, ${when}. To load it all the same: ${toAnyway(latest)}`,
      { jobNumber: number },
    );
  }
  if (status === 'ABANDONED') {
    const message = `Job ${number} was abandoned; it is not run again. To load the file all the same: ${toAnyway(latest)}`;
    throw new JobError('ABANDONED', message);
  }
  if (status === 'UNDOING' || status === 'UNDONE') {
    const message = `Job ${number} is being undone. First: \`undo ${number}\`, which continues where it ended.`;
    throw new JobError('UNDONE', message);
  }
  if (status === 'STARTED' || status === 'STOPPING') await markDead(tx, executionId);
}

/** The two ways to load a file again. */
export function toAnyway({ number, again }: Pick<LatestExecution, 'number' | 'again'>): string {
  const before = Number(again);
  const next = Number.isSafeInteger(before) ? before + 1 : 1;
  return `\`load FILE --parameter again=${next}\`, which finds the rows that are there, or \`undo ${number}\` first, which removes what it has loaded.`;
}

async function toAlreadyRunning(sql: ISql, { id, number }: FoundInstance): Promise<JobError> {
  const latest = await findLatestExecution(sql, id);
  const by = latest === undefined ? 'another process' : `process ${latest.worker}`;
  const message = `Job ${number} is being run by ${by}. Wait for it, or \`stop ${number}\` and restart.`;
  return new JobError('ALREADY_RUNNING', message);
}
