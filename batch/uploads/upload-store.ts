import type { ISql, Sql } from 'postgres';

/** A file whose bytes are all there. */
export interface CompleteUpload {
  readonly id: string;
  readonly fileName: string;
  readonly fileBytes: number;
  readonly fileSha256: string;
}

/** A file that may be sent. */
export interface EmptyUpload {
  readonly id: string;
  /** The announced size. */
  readonly fileBytes: number;
}

/** A file that is being sent. */
export interface BegunUpload extends EmptyUpload {
  /** The attempt to send it: once an attempt was abandoned, it stores nothing more. */
  readonly attemptId: string;
}

/** Finds an upload of this person whose file is complete. */
export async function findCompleteUpload(
  sql: Sql,
  id: string,
  subject: string,
): Promise<CompleteUpload | undefined> {
  const [row] = await sql<CompleteUpload[]>`
    select id, file_name as "fileName", file_bytes::float8 as "fileBytes", file_sha256 as "fileSha256"
    from uploads where id = ${id} and subject = ${subject} and state = 'COMPLETE' and expires_at > now()`;
  return row;
}

/** The time for which an upload waits for its file, in seconds: somewhat longer than its address is good. */
const waitSeconds = 20 * 60;

/** The time for which an upload counts as being sent after its process has last said so, in seconds. */
const fillingSeconds = 60;

/**
 * Marks an upload as being sent; undefined if it is being sent already, complete, or gone. Whoever sends it says so again by
 * `keepFilling`: pieces of a process that was killed are removed, and the file can be sent again.
 */
export async function beginUpload(sql: Sql, id: string): Promise<BegunUpload | undefined> {
  return sql.begin(async (tx) => {
    await abandonUploads(tx, { id, limit: 1 });
    const [row] = await tx<BegunUpload[]>`
      update uploads set state = 'FILLING', attempt_id = gen_random_uuid(),
        expires_at = now() + make_interval(secs => ${fillingSeconds})
      where id = ${id} and state = 'EMPTY' and expires_at > now()
      returning id, file_bytes::float8 as "fileBytes", attempt_id as "attemptId"`;
    return row;
  });
}

/** The period in which a process says that it still sends, in milliseconds. */
export const keepFillingEveryMs = (fillingSeconds * 1000) / 3;

/** Says that an upload is still being sent. */
export async function keepFilling(sql: Sql, { id, attemptId }: BegunUpload): Promise<void> {
  await sql`
    update uploads set expires_at = now() + make_interval(secs => ${fillingSeconds})
    where id = ${id} and attempt_id = ${attemptId}`;
}

/**
 * Empties uploads whose process no longer says that it sends them; each waits for its file as before.
 *
 * @param only one upload if `id` is given
 * @returns how many there were
 */
export async function abandonUploads(
  sql: ISql,
  { id = null, limit }: { readonly id?: string | null; readonly limit: number },
): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    with abandoned as materialized (
      select id from uploads
      where state = 'FILLING' and expires_at < now() and (${id}::uuid is null or id = ${id}::uuid)
      limit ${limit} for update skip locked
    ), parts as (
      delete from upload_parts where upload_id in (select id from abandoned)
    ), emptied as (
      update uploads
      set state = 'EMPTY', attempt_id = null, expires_at = created_at + make_interval(secs => ${waitSeconds})
      where id in (select id from abandoned)
    )
    select count(*)::int as count from abandoned`;
  return row?.count ?? 0;
}

/**
 * Stores the next piece of a file. The lock keeps the attempt from being abandoned meanwhile.
 *
 * @returns false if the attempt was abandoned: then nothing was stored
 */
export async function savePart(
  sql: Sql,
  { id, attemptId }: BegunUpload,
  part: number,
  bytes: Uint8Array,
): Promise<boolean> {
  const { count } = await sql`
    insert into upload_parts (upload_id, part, bytes)
    select id, ${part}::int, ${bytes}::bytea from uploads where id = ${id} and attempt_id = ${attemptId} for share`;
  return count === 1;
}

/** Marks an upload as complete: it stays for so many days. False if the attempt was abandoned. */
export async function completeUpload(
  sql: Sql,
  { id, attemptId }: BegunUpload,
  { sha256, days }: { readonly sha256: string; readonly days: number },
): Promise<boolean> {
  const { count } = await sql`
    update uploads
    set state = 'COMPLETE', attempt_id = null, file_sha256 = ${sha256}, expires_at = now() + make_interval(days => ${days})
    where id = ${id} and attempt_id = ${attemptId}`;
  return count === 1;
}

/** Removes the pieces of a file that was not sent whole, so that it can be sent again; nothing if the attempt was abandoned. */
export async function emptyUpload(sql: Sql, { id, attemptId }: BegunUpload): Promise<void> {
  await sql.begin(async (tx) => {
    const { count } = await tx`
      update uploads
      set state = 'EMPTY', attempt_id = null, expires_at = created_at + make_interval(secs => ${waitSeconds})
      where id = ${id} and attempt_id = ${attemptId}`;
    if (count === 1) await tx`delete from upload_parts where upload_id = ${id}`;
  });
}

/** Reads the pieces of a file in their order. */
export async function* readUpload(sql: Sql, id: string): AsyncGenerator<Buffer, void> {
  for (let part = 0; ; part += 1) {
    const [row] = await sql<{ bytes: Buffer }[]>`
      select bytes from upload_parts where upload_id = ${id} and part = ${part}`;
    if (row === undefined) return;
    yield row.bytes;
  }
}

/** Makes room for a file. */
export async function addUpload(
  sql: ISql,
  upload: EmptyUpload & { readonly subject: string; readonly fileName: string },
): Promise<void> {
  const { id, subject, fileName, fileBytes } = upload;
  await sql`
    insert into uploads (id, subject, file_name, file_bytes, expires_at)
    values (${id}, ${subject}, ${fileName}, ${fileBytes}, now() + make_interval(secs => ${waitSeconds}))`;
}

/** Sums the uploads of a person that are kept or awaited. */
export async function sumUploads(
  sql: Sql,
  subject: string,
): Promise<{ readonly count: number; readonly bytes: number }> {
  const [row] = await sql<{ count: number; bytes: number }[]>`
    select count(*)::float8 as count, coalesce(sum(file_bytes), 0)::float8 as bytes from uploads
    where subject = ${subject} and expires_at > now()`;
  return row ?? { count: 0, bytes: 0 };
}
