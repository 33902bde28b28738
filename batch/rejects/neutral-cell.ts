import { neutraliseFormula } from '#platform/text/spreadsheet-formula.ts';

const plainNumber = /^[+-]?\d[\d.,\u0020\u00A0\u202F]*$/;

/**
 * Puts an apostrophe before a text that a spreadsheet would run. Numbers stay as they are. `restoreFormula` removes exactly that
 * apostrophe.
 */
export function neutraliseCell(cell: string): string {
  return plainNumber.test(cell) ? cell : neutraliseFormula(cell);
}
