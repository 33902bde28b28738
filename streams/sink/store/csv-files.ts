import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { and, desc, eq, lt, lte } from '#platform/database/drizzle.ts';
import type { CsvFile } from '../csv/csv-layout.ts';
import { csvFiles, invoices } from '../tables.ts';

const columns = {
  id: csvFiles.id,
  name: csvFiles.name,
  day: csvFiles.day,
  firstSequence: csvFiles.firstSequence,
  rowCount: csvFiles.rowCount,
  bytes: csvFiles.bytes,
};

/** A page of files, the newest first; `before` is the id at which the page before ended. */
export function findCsvFiles(
  db: PostgresJsDatabase,
  page: { readonly limit: number; readonly before?: bigint | undefined },
): Promise<CsvFile[]> {
  return db
    .select(columns)
    .from(csvFiles)
    .where(page.before === undefined ? undefined : lt(csvFiles.id, Number(page.before)))
    .orderBy(desc(csvFiles.id))
    .limit(page.limit);
}

/** The id of the file that rows are placed in now. */
export async function findNewestCsvFileId(db: PostgresJsDatabase): Promise<number | undefined> {
  const [newest] = await findCsvFiles(db, { limit: 1 });
  return newest?.id;
}

export async function findCsvFile(db: PostgresJsDatabase, name: string): Promise<CsvFile | undefined> {
  const [found] = await db.select(columns).from(csvFiles).where(eq(csvFiles.name, name));
  return found;
}

/** The end of the last whole row in a file of which only so many bytes are written. */
export async function findWholeBytes(
  db: PostgresJsDatabase,
  file: CsvFile,
  writtenBytes: number,
): Promise<number> {
  if (writtenBytes >= file.bytes) return file.bytes;
  const [row] = await db
    .select({ start: invoices.csvStart })
    .from(invoices)
    .where(and(eq(invoices.csvFileId, file.id), lte(invoices.csvStart, writtenBytes)))
    .orderBy(desc(invoices.sequence))
    .limit(1);
  return row?.start ?? 0;
}
