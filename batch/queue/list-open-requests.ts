import type { ISql } from 'postgres';
import type { RequestKind, RequestStatus } from './import-request.ts';

/** A request that waits or runs. */
export interface OpenRequest {
  readonly id: string;
  readonly kind: RequestKind;
  readonly status: RequestStatus;
  readonly fileName: string;
  readonly attempts: number;
  readonly worker: string | null;
  /** The number of its job; null before it has begun. */
  readonly job: number | null;
  readonly createdAtMs: number;
}

const mostShown = 100;

/** Lists the requests that wait or run, in the order in which workers take them. */
export async function listOpenRequests(sql: ISql): Promise<OpenRequest[]> {
  const rows = await sql<OpenRequest[]>`
    select r.id, r.kind, r.status, r.file_name as "fileName", r.attempts, r.worker, i.number::float8 as job,
      (extract(epoch from r.created_at) * 1000)::float8 as "createdAtMs"
    from import_requests r left join job_instances i on i.id = r.instance_id
    where r.status in ('QUEUED', 'RUNNING') order by r.due_at, r.id limit ${mostShown}`;
  return [...rows];
}
