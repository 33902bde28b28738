import { parse } from 'csv-parse/sync';
import type { Refusal } from './refusal.ts';

/** The columns of the "Online Retail" data set, in order. */
export const retailColumns = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

/** One row as it stands in the file, white space around its values removed. */
export type RetailRecord = Readonly<Record<(typeof retailColumns)[number], string>> & {
  /** Counted from 1, the header not counted. */
  readonly rowNumber: number;
};

export interface RetailFile {
  readonly rowCount: number;
  readonly records: readonly RetailRecord[];
  /** The rows that are no record; with the records they add up to all rows. */
  readonly refusals: readonly Refusal[];
}

/** Text of either encoding in which such files are found: UTF-8, or else Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Splits a CSV text (RFC 4180) into its rows, the header among them. Rows may differ in length. */
export function parseRows(text: string): string[][] {
  return parse(text, { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
}

/**
 * Reads a file of the "Online Retail" data set.
 *
 * @throws {TypeError} when the header names other columns: then it is some other file.
 * @throws {Error} when a quote is never closed: what follows it cannot be told apart.
 */
export function parseRetailFile(text: string): RetailFile {
  const [header, ...rows] = parseRows(text);
  if (header === undefined || header.join() !== retailColumns.join()) {
    throw new TypeError(`The first row must be ${retailColumns.join()}.`);
  }
  const records: RetailRecord[] = [];
  const refusals: Refusal[] = [];
  for (const [index, row] of rows.entries()) {
    const rowNumber = index + 1;
    if (row.length === retailColumns.length) records.push(toRecord(row, rowNumber));
    else refusals.push(toIncomplete(row, rowNumber));
  }
  return { rowCount: rows.length, records, refusals };
}

function toRecord(row: readonly string[], rowNumber: number): RetailRecord {
  const entries = retailColumns.map((column, index) => [column, (row[index] ?? '').trim()]);
  return { ...(Object.fromEntries(entries) as Omit<RetailRecord, 'rowNumber'>), rowNumber };
}

function toIncomplete(row: readonly string[], rowNumber: number): Refusal {
  return {
    rowNumber,
    invoiceNumber: row[0]?.trim() ?? '',
    column: retailColumns[row.length] ?? 'Country',
    code: 'ROW_INCOMPLETE',
    message: `has ${row.length} values where ${retailColumns.length} are needed`,
  };
}
