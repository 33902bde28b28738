import type { Sql } from 'postgres';
import { recordEffect } from '#platform/audit/record-effect.ts';
import type { RequestStatus } from './import-request.ts';

/**
 * Takes a request out of the queue, or asks its worker to stop it.
 *
 * @returns its status before; undefined if there is no such request. One that has ended stays as it is.
 */
export async function cancelRequest(sql: Sql, id: string): Promise<RequestStatus | undefined> {
  return await sql.begin(async (tx) => {
    const [row] = await tx<{ status: RequestStatus }[]>`
      select status from import_requests where id = ${id} for update`;
    if (row?.status === 'QUEUED') {
      await tx`
        update import_requests set status = 'CANCELLED', ended_at = now(), code = 'CANCELLED',
          message = 'It was taken back before it began, or while it waited for another attempt.'
        where id = ${id}`;
    } else if (row?.status === 'RUNNING') {
      await tx`update import_requests set is_stopping = true where id = ${id}`;
    }
    if (row?.status === 'QUEUED' || row?.status === 'RUNNING') await recordEffect(tx, { id });
    return row?.status;
  });
}
