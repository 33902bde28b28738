import { createHash, randomBytes } from 'node:crypto';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { and, eq, gt, lte } from '#platform/database/drizzle.ts';
import type { Clock } from '../clock.ts';
import { exportAddresses } from '../export-tables.ts';
import type { ExportRequest } from './export-request.ts';

/** The path of files of invoices; the query names the address. */
export const exportPath = '/files/invoices.csv';

/** The time for which an address is good, in milliseconds. */
const goodMs = 5 * 60_000;
const tokenBytes = 32;
const tokenForm = /^[\w-]{43}$/;

/** An address that was made. */
interface ExportAddress {
  /** Relative to the gateway's address. */
  readonly url: string;
  readonly expiresAt: Date;
}

/** Creates an address of a file for one person, and removes those that are past their time. */
export async function createExportAddress(
  db: Pick<PostgresJsDatabase, 'insert' | 'delete'>,
  { subject, request }: { readonly subject: string; readonly request: ExportRequest },
  clock: Clock,
): Promise<ExportAddress> {
  const now = clock();
  const expiresAt = new Date(now.getTime() + goodMs);
  const token = randomBytes(tokenBytes).toString('base64url');
  await db.delete(exportAddresses).where(lte(exportAddresses.expiresAt, now));
  await db.insert(exportAddresses).values({ tokenSha256: hash(token), subject, request, expiresAt });
  return { url: `${exportPath}?of=${token}`, expiresAt };
}

/** Finds the file that an address stands for, if it is good for this person. */
export async function findExportRequest(
  db: PostgresJsDatabase,
  { token, subject }: { readonly token: string; readonly subject: string },
  clock: Clock,
): Promise<ExportRequest | undefined> {
  if (!tokenForm.test(token)) return undefined;
  const [row] = await db
    .select({ request: exportAddresses.request })
    .from(exportAddresses)
    .where(
      and(
        eq(exportAddresses.tokenSha256, hash(token)),
        eq(exportAddresses.subject, subject),
        gt(exportAddresses.expiresAt, clock()),
      ),
    );
  return row?.request;
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
