import { isCurrency } from '#schema/money.ts';
import type { SampleColumn } from './sample.ts';

/** Signs around numbers that are not letters of a word: currency signs, a percent sign. */
const signForm = /^(?:\p{Sc}|[A-Z]{1,3}\p{Sc}|kr|Kr|zł|Kč|Ft|Fr|Rs|%)$/u;
const numberForm = /^[-\u2212+(]?\d[\d.,'\u2019\u0020\u00a0\u202f]*[-\u2212+)]?$/;
const dotted = new Set(['kr', 'Kr', 'Fr', 'Rs']);

/** The parts of a cell: a text that looks like a number, and the sign around it. */
export interface NumberCell {
  readonly bare: string;
  /** The sign; empty if there is none. */
  readonly sign: string;
}

/** Parses a cell that looks like a number; undefined if it does not. */
export function parseNumberCell(cell: string): NumberCell | undefined {
  const letters = cell.replace(/[\d.,'\u2019\s\-\u2212+()]/g, '');
  if (letters !== '' && !signForm.test(letters) && !isCurrency(letters)) return undefined;
  const sign = dotted.has(letters) && cell.includes(`${letters}.`) ? `${letters}.` : letters;
  const bare =
    sign === '' ? cell : cell.replace(sign, '').replace(/^([-\u2212+(]?)\s|\s(?=[-\u2212+)]?$)/g, '$1');
  return numberForm.test(bare) ? { bare, sign } : undefined;
}

/** The signs around the numbers of columns, each once. */
export function findSigns(columns: readonly SampleColumn[]): string[] {
  const signs = columns.flatMap(({ spread }) => spread.map((cell) => parseNumberCell(cell)?.sign ?? ''));
  return [...new Set(signs)].filter((sign) => sign !== '');
}

/** True if a column's numbers are followed by percent signs. */
export function hasPercent({ spread }: SampleColumn): boolean {
  return spread.some((cell) => parseNumberCell(cell)?.sign === '%');
}
