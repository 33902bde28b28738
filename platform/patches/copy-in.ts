import type { Writable } from 'node:stream';
import type { PendingQuery, Row } from 'postgres';

/**
 * Opens a `COPY ... FROM STDIN` for writing. The stream fails with the server's error, whenever that comes.
 *
 * @throws when the server refuses the statement itself
 */
export async function openCopyIn(query: PendingQuery<Row[]>): Promise<Writable> {
  const target = await query.writable();
  // postgres.js 3.4 tells the stream of a refusal only as long as not all is sent; who has sent all would wait for ever.
  Object.assign(query, { reject: (error: Error) => target.destroy(error) });
  return endQuietly(target);
}

/**
 * postgres.js 3.4 sends CopyFail after a COPY that has ended well, too. The server ignores it and answers nothing, so the
 * next statement waits until that small packet is acknowledged: 40 ms for each COPY (RFC 896, RFC 1122 section 4.2.3.2).
 */
function endQuietly(target: Writable): Writable {
  const fail = target._destroy.bind(target);
  target._destroy = (error, callback) => (error === null ? callback() : fail(error, callback));
  return target;
}
