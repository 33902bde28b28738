import { type CsvDialect, commonDialect } from '../../csv/dialect.ts';
import type { CsvRecord } from '../../csv/record.ts';
import type { SourceRow } from '../../mapping/import-invoice.ts';
import type { PreparedRow } from '../reading/chunk-maker.ts';

/** The form of sorted rows: CSV, each row with its place in the file before its cells. */
export const sortedDialect: CsvDialect = { ...commonDialect, header: false };

/** The maximum size of a sorted row: larger than in the file by its encoding, doubled quotes and its place. */
export const maxSortedRowBytes = 8 << 20;

const placeCells = 7;

/**
 * Writes a row with its place and problem.
 *
 * @param standsAlone true if its invoice is unknown
 */
export function encodeSortedRow(
  { fields, rowNumber, line, byteOffset, problem }: SourceRow,
  standsAlone: boolean,
): string {
  const { code = '', column = '', message = '' } = problem ?? {};
  const place = [rowNumber, line, byteOffset, standsAlone ? 1 : 0, code, column ?? '', message];
  return `${[...place, ...fields].map(quote).join(',')}\n`;
}

/** Reads a row that `encodeSortedRow` wrote, as it stood in the file; its place is that in the sorted rows. */
export function decodeSortedRow(record: CsvRecord): PreparedRow {
  if (record.problem !== undefined) {
    throw new TypeError(`A row that was sorted cannot be read: ${record.problem.message}`);
  }
  const [row, line, byte, alone, code = '', column = '', message = ''] = record.fields;
  return {
    fields: record.fields.slice(placeCells),
    rowNumber: Number(row),
    line: Number(line),
    byteOffset: Number(byte),
    problem: code === '' ? undefined : { code, column: column === '' ? null : column, message },
    place: record,
    standsAlone: alone === '1',
  };
}

function quote(cell: string | number): string {
  return typeof cell === 'number' || cell === '' ? String(cell) : `"${cell.replaceAll('"', '""')}"`;
}
