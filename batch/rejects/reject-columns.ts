import { restoreFormula } from '#platform/text/spreadsheet-formula.ts';

/** The columns that a reject file has before those of the original file. A reject file is recognised by them. */
export const rejectColumns = [
  'rejectedRow',
  'rejectedByteOffset',
  'rejectedColumn',
  'rejectedCode',
  'rejectedMessage',
] as const;

/** True if a header is that of a reject file. */
export function isRejectHeader(header: readonly string[]): boolean {
  return rejectColumns.every((name, index) => header[index] === name);
}

/** Returns the cells of the original row in a record of a reject file, without the escape of formulas. */
export function toRejectedCells(fields: readonly string[]): readonly string[] {
  return fields.slice(rejectColumns.length).map(restoreFormula);
}
