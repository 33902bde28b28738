import { createLine, isBlankLine, type LineText, type LineValues, maxLines } from './draft-values.ts';

/** The columns that a spreadsheet may fill, in the order of the grid. */
export const pasteColumns: readonly LineText[] = ['description', 'quantity', 'unit', 'unitPrice', 'taxRate'];

/** Where cells are pasted. */
export interface PastePlace {
  readonly key: string;
  readonly field: LineText;
}

export type PasteResult =
  | { readonly kind: 'pasted'; readonly lines: readonly LineValues[]; readonly count: number }
  /** Nothing was taken, as not all has a place. */
  | { readonly kind: 'too-wide'; readonly maxColumns: number }
  | { readonly kind: 'too-long'; readonly maxLines: number };

/**
 * Writes the cells of a spreadsheet into lines, from a field on to the right and downwards; lines that are not there are added.
 * The texts stay as they are, so that what is wrong with one is said at its field. All of it is taken or nothing.
 */
export function pasteLines(
  lines: readonly LineValues[],
  { key, field }: PastePlace,
  text: string,
): PasteResult {
  const rows = readCells(text);
  const columns = pasteColumns.slice(pasteColumns.indexOf(field));
  if (rows.some((cells) => cells.length > columns.length))
    return { kind: 'too-wide', maxColumns: columns.length };
  const first = lines.findIndex((line) => line.key === key);
  const rest = lines.slice(first + rows.length);
  const length = first + rows.length + rest.length;
  if (length > maxLines && rest.some((line) => !isBlankLine(line))) return { kind: 'too-long', maxLines };
  if (first + rows.length > maxLines) return { kind: 'too-long', maxLines };
  const filled = rows.map((cells, index) => ({
    ...(lines[first + index] ?? createLine()),
    ...Object.fromEntries(cells.map((cell, column) => toEntry(columns[column] ?? field, cell))),
  }));
  return {
    kind: 'pasted',
    lines: [...lines.slice(0, first), ...filled, ...rest],
    count: rows.length,
  };
}

/** True if a text is of more than one cell. */
export function isOfCells(text: string): boolean {
  return /[\t\n\r]/.test(text.replace(/\r?\n$/, ''));
}

/** A spreadsheet writes a percentage with its sign, and an amount with its currency. */
function toEntry(field: LineText, cell: string): readonly [LineText, string] {
  const isNumber = field === 'quantity' || field === 'unitPrice' || field === 'taxRate';
  return [field, isNumber ? cell.replace(/^[\s€$£]+|[\s€$£%]+$/g, '') : cell.trim()];
}

/** Reads text parted by tabs, in which a cell with quotes may have tabs and line ends. */
function readCells(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  for (let found = cell.exec(text); found !== null; found = cell.exec(text)) {
    const [, quoted, plain, end] = found;
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"').replaceAll(/\s+/g, ' '));
    if (end === '\t') continue;
    rows.push(row);
    row = [];
    if (cell.lastIndex >= text.length) break;
  }
  return rows;
}
