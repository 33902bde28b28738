import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '#platform/errors/coded-error.ts';
import { createCsvReader } from '../../csv/csv-reader.ts';
import { openBytes } from '../../csv/open-bytes.ts';
import type { CsvRecord } from '../../csv/record.ts';
import { compileMapping } from '../../mapping/compile-mapping.ts';
import { findNumber, isLeftOut } from '../../mapping/grouper.ts';
import { isGroupedMapping } from '../../mapping/mapping.ts';
import type { Mapper } from '../../mapping/row-mapper.ts';
import type { OpenedFile } from '../reading/open-file.ts';
import { createPrivateFolder, removePrivateFolder, toDiskFull } from '../reading/private-folder.ts';
import { ExternalSort } from './external-sort.ts';
import { encodeSortedRow } from './sorted-row.ts';

/** The rows of a file, those of one invoice together. */
export interface SortedRows {
  readonly path: string;
  readonly bytes: number;
  /** Invoices to which a row without a number may belong, by their number: that row. */
  readonly suspects: ReadonlyMap<string, number>;
  /** Removes the sorted rows. */
  close(): Promise<void>;
}

/** The key of rows without a number, which sorts first: no invoice has an empty number. */
const noNumber = '';
/** The maximum number of rows without a number: more mean that the mapping's number names the wrong column. */
const maxSuspects = 100_000;

/**
 * Writes the rows of a file in the order of their invoices' numbers, those of one invoice as in the file, to a private
 * folder for temporary files. The same file and mapping give the same bytes, so that a restart finds its checkpoints. Memory
 * does not grow with the file; the folder takes about twice its decompressed size, and 30 bytes for each row.
 *
 * @throws {CodedError} DISK_FULL, GROUP_TOO_LONG if too many rows have no number
 */
export async function sortRows(file: OpenedFile, signal: AbortSignal): Promise<SortedRows> {
  const folder = await createPrivateFolder('sort');
  const close = () => removePrivateFolder(folder);
  try {
    const sort = new ExternalSort(folder);
    const suspects = await addRows(sort, file, signal);
    const path = join(folder, 'rows');
    await sort.writeTo(path, signal);
    return { path, bytes: (await stat(path)).size, suspects, close };
  } catch (error) {
    await close();
    throw toDiskFull(error, folder, `sort ${file.path}, which takes about three times its decompressed size`);
  }
}

async function addRows(
  sort: ExternalSort,
  file: OpenedFile,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const { mapping } = file;
  if (!isGroupedMapping(mapping)) throw new TypeError('Only rows of invoices are sorted.');
  const { mapper } = compileMapping(mapping, file.header, file.issueDates);
  if (mapper === undefined) throw new TypeError('A mapping that fitted the file does not any more.');
  const reader = createCsvReader(file.dialect, { start: file.first, columns: file.columns });
  const numbers = new NumberFinder(mapper);
  const add = async (records: readonly CsvRecord[]) => {
    for (const record of records) {
      const row = { ...record, fields: file.toCells(record.fields) };
      const number = numbers.find(row);
      const bytes = Buffer.from(encodeSortedRow(row, number === undefined));
      await sort.add({ key: number ?? noNumber, rowNumber: row.rowNumber, bytes });
    }
  };
  for await (const piece of openBytes(file.path, { start: file.first.byteOffset, signal })) {
    await add(reader.push(piece));
  }
  await add(reader.end());
  return numbers.suspects;
}

/** Finds the number of each row, and the invoices that stand beside rows without one. */
class NumberFinder {
  readonly suspects = new Map<string, number>();
  readonly #mapper: Mapper;
  #before: string | undefined;
  /** The last row without a number, if no other has followed it. */
  #numberless: number | undefined;

  constructor(mapper: Mapper) {
    this.#mapper = mapper;
  }

  find(row: CsvRecord): string | undefined {
    if (isLeftOut(this.#mapper, row)) return this.#mapper.numberOf(row.fields);
    const found = findNumber(this.#mapper, row, this.#before);
    if (found === undefined) {
      this.#numberless = row.rowNumber;
      if (this.#before !== undefined) this.#suspect(this.#before, row.rowNumber);
      return undefined;
    }
    // A cell shares the memory of the whole piece that it was read from.
    const number = found === this.#before ? this.#before : Buffer.from(found, 'utf16le').toString('utf16le');
    if (this.#numberless !== undefined) this.#suspect(number, this.#numberless);
    this.#numberless = undefined;
    this.#before = number;
    return number;
  }

  #suspect(number: string, rowNumber: number): void {
    if (!this.suspects.has(number)) this.suspects.set(number, rowNumber);
    if (this.suspects.size <= maxSuspects) return;
    throw new CodedError(
      'GROUP_TOO_LONG',
      `More than ${maxSuspects.toLocaleString('en-US')} invoices stand beside rows without a number; the mapping's "number" may name another column than it should.`,
    );
  }
}
