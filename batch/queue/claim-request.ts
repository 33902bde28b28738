import { hostname } from 'node:os';
import type { ISql } from 'postgres';
import type { ClaimedRequest } from './import-request.ts';

/** The time without a sign of life after which a worker counts as dead. A lost machine frees its job after 25 s. */
export const leaseSeconds = 30;
/** The number of times that a request is begun before it counts as one that kills its workers. */
export const maxAttempts = 3;

type ClaimedRow = Omit<ClaimedRequest, 'skipLimit'> & {
  readonly skipRows: number | null;
  readonly skipPercent: number | null;
};

/**
 * Begins the oldest request that is due, or whose worker died, and gives this worker a lease of it. Workers that ask at the same
 * time get different requests. Undefined if none is due.
 *
 * @param worker host and process id
 */
export async function claimRequest(sql: ISql, worker: string): Promise<ClaimedRequest | undefined> {
  await endHopeless(sql);
  const [row] = await sql<ClaimedRow[]>`
    update import_requests set status = 'RUNNING', worker = ${worker}, attempts = attempts + 1,
      lease_until = now() + make_interval(secs => ${leaseSeconds}), started_at = coalesce(started_at, now())
    where id = (
      select id from import_requests
      where (status = 'QUEUED' and due_at <= now()) or (status = 'RUNNING' and lease_until < now())
      order by due_at, id for update skip locked limit 1)
    returning id, kind, upload_id as "uploadId", file_name as "fileName", mapping, parameters, attempts,
      instance_id as "instanceId", skip_limit::float8 as "skipRows", skip_percent as "skipPercent",
      reason_percent as "reasonPercent"`;
  if (row === undefined) return undefined;
  const { skipRows, skipPercent, ...request } = row;
  return { ...request, skipLimit: skipPercent === null ? skipRows : { percent: skipPercent } };
}

/** Ends the leases of a worker whose process is known to be gone, so that another one need not wait for that. */
export async function endLeases(sql: ISql, worker: string): Promise<void> {
  await sql`
    update import_requests set lease_until = now() - interval '1 second'
    where status = 'RUNNING' and worker = ${worker}`;
}

/** The name of the worker in a process of this machine. */
export function toWorkerName(pid: number | undefined): string {
  return `${hostname()}:${pid}`;
}

/** True if a worker has something to begin. */
export async function hasDueRequest(sql: ISql): Promise<boolean> {
  const [row] = await sql<{ isDue: boolean }[]>`
    select exists (
      select from import_requests
      where (status = 'QUEUED' and due_at <= now()) or (status = 'RUNNING' and lease_until < now())) as "isDue"`;
  return row?.isDue === true;
}

/** Ends requests whose worker died and that are not begun again: they were to stop, or have killed several workers. */
async function endHopeless(sql: ISql): Promise<void> {
  const died = `The worker died ${maxAttempts} times while it ran this request. What was loaded before stays; a new request goes on from there.`;
  await sql`
    update import_requests set status = case when is_stopping then 'STOPPED' else 'FAILED' end,
      code = case when is_stopping then null else 'WORKER_DIED' end,
      message = case when is_stopping then 'It was stopped; its worker had died.' else ${died} end,
      lease_until = null, ended_at = now()
    where status = 'RUNNING' and lease_until < now() and (is_stopping or attempts >= ${maxAttempts})`;
}
