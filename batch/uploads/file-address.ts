import { createHash, randomBytes } from 'node:crypto';
import type { ISql, Sql } from 'postgres';

/** The use of a file address: to send a file to it, or to fetch rejected rows from it. */
export type FilePurpose = 'UPLOAD' | 'REJECTS';

/** A file address before it is made. */
export interface NewFileAddress {
  readonly purpose: FilePurpose;
  /** The upload, or the job. */
  readonly targetId: string;
  /** The only person who may use it. */
  readonly subject: string;
}

/** An address that was made. */
export interface FileAddress {
  /** Relative to the gateway's address. */
  readonly url: string;
  readonly expiresAt: Date;
}

/** The time for which an address is good, in seconds. */
const addressSeconds = 15 * 60;
const tokenBytes = 32;
const tokenForm = /^[A-Za-z0-9_-]{43}$/;

/** The paths of file addresses; the gateway forwards their common prefix. */
export const filePaths: Readonly<Record<FilePurpose, string>> = {
  UPLOAD: '/files/imports/uploads',
  REJECTS: '/files/imports/rejects',
};

/** Creates an address with a random secret part, of which only the hash is stored: the database does not give it away. */
export async function createFileAddress(sql: ISql, address: NewFileAddress): Promise<FileAddress> {
  const { purpose, targetId, subject } = address;
  const token = randomBytes(tokenBytes).toString('base64url');
  const [row] = await sql<{ expiresAtMs: number }[]>`
    insert into file_addresses (token_sha256, subject, purpose, target_id, expires_at)
    values (${hashToken(token)}, ${subject}, ${purpose}, ${targetId}, now() + make_interval(secs => ${addressSeconds}))
    returning (extract(epoch from expires_at) * 1000)::float8 as "expiresAtMs"`;
  if (row === undefined) throw new Error('A file address was not stored');
  return { url: `${filePaths[purpose]}/${token}`, expiresAt: new Date(row.expiresAtMs) };
}

/** Finds the target of an address that is good for this person; undefined otherwise, whatever is wrong with it. */
export async function findFileTarget(
  sql: Sql,
  token: string,
  { purpose, subject }: Pick<NewFileAddress, 'purpose' | 'subject'>,
): Promise<string | undefined> {
  if (!tokenForm.test(token)) return undefined;
  const [row] = await sql<{ targetId: string }[]>`
    select target_id as "targetId" from file_addresses
    where token_sha256 = ${hashToken(token)} and purpose = ${purpose} and subject = ${subject} and expires_at > now()`;
  return row?.targetId;
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
