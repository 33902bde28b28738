import type { CsvFolder, CsvHandle } from './csv-folder.ts';
import type { CsvFile } from './csv-layout.ts';
import { csvHeader, csvHeaderBytes, formatCsvRow } from './csv-row.ts';
import type { CsvSource, PlacedRow } from './csv-source.ts';

/** Writes the files after the table, from wherever an earlier writer was stopped. */
export interface CsvWriter {
  /**
   * Makes the files what the table says they are. To be called first, and again after any failure.
   *
   * @returns the names of files that were not as they should be
   */
  repair(): Promise<readonly string[]>;
  /**
   * Writes rows that were committed since, and makes them outlive a loss of power.
   *
   * @returns how many rows and bytes; 0 when nothing is left
   */
  writeNext(): Promise<{ rows: number; bytes: number }>;
  close(): Promise<void>;
}

export interface CsvWriterOptions {
  readonly source: CsvSource;
  readonly folder: CsvFolder;
  /** The largest number of rows that are read and written at once. */
  readonly chunkRows?: number;
}

/** The file that rows are written to now. */
interface OpenFile {
  readonly id: number;
  readonly handle: CsvHandle;
  /** The beginning of its next row, in bytes. */
  end: number;
}

/**
 * Creates the writer.
 *
 * Every write puts bytes that follow from the table alone at a place that the table names, so that it can be repeated
 * at will: repairing is writing once more. A file is synced before the next one is begun, so that only the newest file
 * that is there can have a tail that a loss of power spoilt.
 */
export function createCsvWriter({ source, folder, chunkRows = 2_000 }: CsvWriterOptions): CsvWriter {
  let current: OpenFile | undefined;
  let next = 1n;

  async function closeCurrent(): Promise<void> {
    const { handle } = current ?? {};
    current = undefined;
    await handle?.close();
  }

  async function writeRows(rows: readonly PlacedRow[]): Promise<number> {
    const [first] = rows;
    if (first === undefined) return 0;
    const isBegun = first.fileId !== current?.id;
    if (isBegun) {
      await current?.handle.sync();
      await closeCurrent();
      current = { id: first.fileId, handle: await folder.open(first.fileName), end: csvHeaderBytes };
      await current.handle.truncate(0);
    }
    const file = current;
    if (file === undefined || file.end !== first.start)
      throw new Error(
        `Row ${first.sequence} belongs at byte ${first.start} of ${first.fileName}, where ${file?.end} is next`,
      );
    const text = rows.map(formatCsvRow).join('');
    const bytes = Buffer.from(isBegun ? csvHeader + text : text);
    await file.handle.write(isBegun ? 0 : file.end, bytes);
    file.end = isBegun ? bytes.length : file.end + bytes.length;
    await file.handle.sync();
    if (isBegun) await folder.sync();
    next = first.sequence + BigInt(rows.length);
    return bytes.length;
  }

  return {
    async repair() {
      await closeCurrent();
      const files = await source.listFiles();
      const found = await folder.list();
      const known = new Set(files.map(({ name }) => name));
      for (const name of found.keys()) if (!known.has(name)) await folder.setAside(name);

      const newestFound = files.findLast(({ name }) => found.has(name));
      const wrong: string[] = [];
      for (const file of files) {
        const size = found.get(file.name);
        if (size === file.bytes && file !== newestFound) continue;
        const handle = await folder.open(file.name);
        try {
          const isWrong = await rewrite(file, { handle, source, chunkRows, isTrusted: file === newestFound });
          if (isWrong) wrong.push(file.name);
        } finally {
          await handle.close();
        }
      }
      if (files.length > 0) await folder.sync();
      const newest = files.at(-1);
      next = newest === undefined ? 1n : newest.firstSequence + BigInt(newest.rowCount);
      if (newest !== undefined)
        current = { id: newest.id, handle: await folder.open(newest.name), end: newest.bytes };
      return wrong;
    },

    async writeNext() {
      const rows = await source.readRows(next, chunkRows);
      let bytes = 0;
      for (const group of groupByFile(rows)) bytes += await writeRows(group);
      return { rows: rows.length, bytes };
    },

    close: closeCurrent,
  };
}

/**
 * Makes one file equal to its rows. Of a trusted file, what is right stays as it is; another one is emptied first, so
 * that its length stays wrong until it is whole.
 *
 * @returns whether anything of it was wrong
 */
async function rewrite(
  file: CsvFile,
  options: { handle: CsvHandle; source: CsvSource; chunkRows: number; isTrusted: boolean },
): Promise<boolean> {
  const { handle, source, chunkRows } = options;
  if (!options.isTrusted) await handle.truncate(0);
  let isWrong = !options.isTrusted;
  let end = 0;
  const put = async (text: string) => {
    const bytes = Buffer.from(text);
    const isRight = bytes.equals(await handle.read(end, bytes.length));
    if (!isRight) await handle.write(end, bytes);
    isWrong ||= !isRight;
    end += bytes.length;
  };

  await put(csvHeader);
  const last = file.firstSequence + BigInt(file.rowCount);
  for (let from = file.firstSequence; from < last; ) {
    const rows = await source.readRows(from, Math.min(chunkRows, Number(last - from)));
    if (rows.length === 0) throw new Error(`Row ${from} of ${file.name} is missing from the table`);
    await put(rows.map(formatCsvRow).join(''));
    from += BigInt(rows.length);
  }
  if (end !== file.bytes)
    throw new Error(`The rows of ${file.name} have ${end} bytes, where the table says ${file.bytes}`);
  isWrong ||= (await handle.read(end, 1)).length > 0;
  await handle.truncate(end);
  await handle.sync();
  return isWrong;
}

function groupByFile(rows: readonly PlacedRow[]): PlacedRow[][] {
  const groups: PlacedRow[][] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    if (group?.[0]?.fileId === row.fileId) group.push(row);
    else groups.push([row]);
  }
  return groups;
}
