import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt, lte, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { DownloadAddressTable } from './download-address-table.ts';

/** The time for which an address is good, in milliseconds. */
const goodMs = 5 * 60_000;
const tokenBytes = 32;
const tokenForm = /^[\w-]{43}$/;

/** An address that was made. */
interface DownloadAddress {
  /** Relative to the gateway's address. */
  readonly url: string;
  readonly expiresAt: Date;
}

/** The place of the addresses of one kind of files. */
export interface DownloadAddressPlace<Request> {
  readonly table: DownloadAddressTable<Request>;
  /** The path of the files; the query names the address. */
  readonly path: string;
  readonly clock: () => Date;
}

/** Creates an address of a file for one person, and removes those that are past their time. */
export async function createDownloadAddress<Request>(
  db: Pick<PostgresJsDatabase, 'insert' | 'delete'>,
  { table, path, clock }: DownloadAddressPlace<Request>,
  { subject, request }: { readonly subject: string; readonly request: Request },
): Promise<DownloadAddress> {
  const now = clock();
  const expiresAt = new Date(now.getTime() + goodMs);
  const token = randomBytes(tokenBytes).toString('base64url');
  await db.delete(table).where(lte(table.expiresAt, now));
  await db.insert(table).values({ tokenSha256: hash(token), subject, request, expiresAt });
  return { url: `${path}?of=${token}`, expiresAt };
}

/** Finds the file that an address stands for, if it is good for this person. */
export async function findDownloadRequest<Request>(
  db: Pick<PostgresJsDatabase, 'select'>,
  { table, clock }: DownloadAddressPlace<Request>,
  { token, subject }: { readonly token: string; readonly subject: string },
): Promise<Request | undefined> {
  if (!tokenForm.test(token)) return undefined;
  const [row] = await db
    .select({ request: table.request })
    .from(table)
    .where(and(eq(table.tokenSha256, hash(token)), eq(table.subject, subject), gt(table.expiresAt, clock())));
  return row?.request;
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
