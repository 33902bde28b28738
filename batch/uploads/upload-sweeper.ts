import type { Sql } from 'postgres';
import { type Sweeper, startSweeper } from '#platform/database/sweeper.ts';
import type { Log } from '#platform/log/log.ts';
import { abandonUploads } from './upload-store.ts';

const everyMs = 60_000;
const stepRows = 20;

/**
 * Removes uploads and file addresses that are past their time, and pieces of files whose process was killed while it received them; an upload stays while a request of the queue needs it.
 */
export function startUploadSweeper({ sql, log }: { readonly sql: Sql; readonly log: Log }): Sweeper {
  const deleteSome = async () => {
    // First, since one that was abandoned can still be sent again.
    const abandoned = await abandonUploads(sql, { limit: stepRows });
    const uploads = await sql`
      delete from uploads where id = any (array(
        select id from uploads u where expires_at < now() and not exists (
          select from import_requests r where r.upload_id = u.id and r.status in ('QUEUED', 'RUNNING'))
        limit ${stepRows} for update skip locked))`;
    const addresses = await sql`
      delete from file_addresses where ctid = any (array(
        select ctid from file_addresses where expires_at < now() limit 1000 for update skip locked))`;
    return abandoned + uploads.count + addresses.count;
  };
  const sweeper = startSweeper({ what: 'uploads', log, everyMs, deleteSome });
  void sweeper.sweep();
  return sweeper;
}
