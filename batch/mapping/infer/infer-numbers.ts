import { createDecimalReader } from '../cells/decimal-cell.ts';
import type { NegativeForm, NumberForm } from '../cells/number-form.ts';
import { isMostly, type SampleColumn } from './sample.ts';

/** How the numbers of a sample are written, and which columns hold numbers. */
export interface InferredNumbers {
  readonly form: NumberForm;
  readonly columns: readonly SampleColumn[];
  readonly doubts: readonly string[];
}

const looksLikeNumber = /^[-\u2212(]?\d[\d.,'\u0020\u00a0\u202f]*[-\u2212)]?$/;
const anySign: readonly NegativeForm[] = ['leading', 'trailing', 'parentheses'];
/** The most decimals that a figure of an invoice has. */
const scale = 4;

/** The likeliest first. */
const candidates: readonly Pick<NumberForm, 'decimal' | 'thousands'>[] = [
  { decimal: '.', thousands: [] },
  { decimal: ',', thousands: [] },
  { decimal: '.', thousands: [','] },
  { decimal: ',', thousands: ['.'] },
  { decimal: ',', thousands: [' '] },
  { decimal: '.', thousands: [' '] },
  { decimal: '.', thousands: ["'"] },
];

/** Takes the form in which most cells can be read. */
export function inferNumbers(columns: readonly SampleColumn[]): InferredNumbers {
  const numeric = columns.filter((column) => isMostly(column, (cell) => looksLikeNumber.test(cell)));
  const cells = numeric.flatMap(({ spread }) => spread);
  const counted = candidates.map((candidate) => {
    const reader = createDecimalReader({ ...candidate, negative: anySign });
    return { candidate, count: cells.filter((cell) => !Number.isNaN(reader.read(cell, scale))).length };
  });
  const most = Math.max(...counted.map(({ count }) => count));
  const best = counted.filter(({ count }) => count === most).map(({ candidate }) => candidate);
  const [chosen = { decimal: '.' as const, thousands: [] }] = best;
  const form: NumberForm = { ...chosen, negative: inferNegative(cells) };
  return { form, columns: numeric, doubts: findDoubts(cells, best, chosen) };
}

function findDoubts(
  cells: readonly string[],
  best: readonly Pick<NumberForm, 'decimal'>[],
  chosen: Pick<NumberForm, 'decimal'>,
): string[] {
  const unclear = cells.find((cell) => /[.,]/.test(cell));
  if (unclear === undefined || best.every(({ decimal }) => decimal === chosen.decimal)) return [];
  return [
    `Numbers such as ${JSON.stringify(unclear)} may be thousands or decimals; "${chosen.decimal}" is taken for the decimal separator (numbers.decimal, numbers.thousands).`,
  ];
}

function inferNegative(cells: readonly string[]): NegativeForm[] {
  const forms: NegativeForm[] = ['leading'];
  if (cells.some((cell) => /[-\u2212]$/.test(cell))) forms.push('trailing');
  if (cells.some((cell) => cell.startsWith('('))) forms.push('parentheses');
  return forms;
}
