import { createDecimalReader, type DecimalReader } from '../cells/decimal-cell.ts';
import type { NegativeForm, NumberForm } from '../cells/number-form.ts';
import { findSigns, parseNumberCell } from './number-cells.ts';
import { isMostly, type SampleColumn } from './sample.ts';

/** The form of a sample's numbers, and the columns that hold numbers. */
export interface InferredNumbers {
  readonly form: NumberForm;
  readonly columns: readonly SampleColumn[];
  /** Currency and percent signs that stand around numbers. */
  readonly signs: readonly string[];
  readonly doubts: readonly string[];
}

type Separators = Pick<NumberForm, 'decimal' | 'thousands' | 'groups'>;

const anySign: readonly NegativeForm[] = ['leading', 'trailing', 'parentheses'];

/** The forms that are tried, the likeliest first. */
const candidates: readonly Separators[] = [
  { decimal: '.', thousands: [] },
  { decimal: ',', thousands: [] },
  { decimal: '.', thousands: [','] },
  { decimal: ',', thousands: ['.'] },
  { decimal: ',', thousands: [' '] },
  { decimal: '.', thousands: [' '] },
  { decimal: '.', thousands: ["'"] },
  { decimal: ',', thousands: ["'"] },
  { decimal: '.', thousands: [','], groups: 'indian' },
];

/** Chooses the form in which most cells can be read. */
export function inferNumbers(columns: readonly SampleColumn[]): InferredNumbers {
  const numeric = columns.filter((column) => isMostly(column, (cell) => parseNumberCell(cell) !== undefined));
  const cells = numeric.flatMap(({ spread }) => spread.flatMap((cell) => parseNumberCell(cell)?.bare ?? []));
  const counted = candidates.map((candidate) => {
    const reader = toReader(candidate);
    return { candidate, count: cells.filter((cell) => reader.isNumber(cell)).length };
  });
  const most = Math.max(...counted.map(({ count }) => count));
  const best = counted.filter(({ count }) => count === most).map(({ candidate }) => candidate);
  const [chosen = { decimal: '.' as const, thousands: [] }] = best;
  const form: NumberForm = {
    ...chosen,
    negative: inferNegative(cells),
    ...(cells.some((cell) => /^\+|\+$/.test(cell)) ? { plus: true } : {}),
  };
  const read = cells.filter((cell) => toReader(chosen).isNumber(cell));
  return { form, columns: numeric, signs: findSigns(numeric), doubts: findDoubts(read, best, chosen) };
}

function toReader(separators: Separators): DecimalReader {
  return createDecimalReader({ ...separators, negative: anySign, plus: true, leadingZeros: true });
}

/** @param cells the cells that are numbers in the chosen form; others, such as days, are not unclear */
function findDoubts(cells: readonly string[], best: readonly Separators[], chosen: Separators): string[] {
  const unclear = cells.find((cell) => /[.,]/.test(cell));
  if (unclear === undefined || best.every(({ decimal }) => decimal === chosen.decimal)) return [];
  return [
    `Numbers such as ${JSON.stringify(unclear)} may be thousands or decimals; "${chosen.decimal}" is taken for the decimal separator (numbers.decimal, numbers.thousands).`,
  ];
}

function inferNegative(cells: readonly string[]): NegativeForm[] {
  const forms: NegativeForm[] = ['leading'];
  if (cells.some((cell) => /[-\u2212+]$/.test(cell))) forms.push('trailing');
  if (cells.some((cell) => cell.startsWith('('))) forms.push('parentheses');
  return forms;
}
