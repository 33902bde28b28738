import type { DecimalReader } from '../cells/decimal-cell.ts';
import type { InvoiceMappingInput } from '../invoice-mapping.ts';
import type { SampleColumn } from './sample.ts';

export interface InferredCreditNotes {
  readonly creditNote: NonNullable<InvoiceMappingInput['creditNote']>;
  readonly doubts: readonly string[];
}

/** The columns that show credit notes. */
export interface CreditColumns {
  readonly number: SampleColumn;
  /** The total, or a line's quantity. */
  readonly figure: SampleColumn;
  /** The column with the kind of each row, if there is one. */
  readonly kind: SampleColumn | undefined;
}

const scale = 4;
const creditWord =
  /credit|refund|gutschrift|storno|avoir|abono|rectificativ|nota di credito|nota de cr|creditnota|creditfactuur|kreditnota|kreditfaktura|korekt|korygu|dobropis/i;

/** True if a text means a credit note. */
export function isCreditWord(text: string): boolean {
  return creditWord.test(text);
}

/**
 * Finds the mark of credit notes: a column that says so; or letters before the number that all rows with a
 * negative figure have and no other row has; or else the negative figure itself.
 *
 */
export function inferCreditNotes(
  { number, figure, kind }: CreditColumns,
  reader: DecimalReader,
  signs: readonly string[],
): InferredCreditNotes {
  const isNegative = figure.cells.map((cell) => reader.read(cell, scale, signs) < 0);
  return kind === undefined ? inferFromFigures(number, figure, isNegative) : inferFromKind(kind, isNegative);
}

function inferFromKind(kind: SampleColumn, isNegative: readonly boolean[]): InferredCreditNotes {
  const values = [...new Set(kind.filled.filter(isCreditWord))];
  const others = [...new Set(kind.filled.filter((value) => !isCreditWord(value)))];
  const hasNegative = kind.cells.some((cell, index) => isCreditWord(cell) && isNegative[index] === true);
  const figures = hasNegative ? 'negative' : 'positive';
  const list = values.map((value) => JSON.stringify(value)).join(' or ');
  const doubts = [
    `Rows with ${list} in ${JSON.stringify(kind.name)} are taken for credit notes, whose figures are ${figures} (creditNote).`,
  ];
  const column = kind.name;
  if (others.length === 0) return { creditNote: { column, values, figures }, doubts };
  doubts.push(
    `Rows with ${others.map((value) => JSON.stringify(value)).join(' or ')} there are taken for invoices, all others are refused (creditNote.invoices).`,
  );
  return { creditNote: { column, values, invoices: others, figures }, doubts };
}

function inferFromFigures(
  number: SampleColumn,
  figure: SampleColumn,
  isNegative: readonly boolean[],
): InferredCreditNotes {
  const prefixes = number.cells.map((cell) => /^\p{L}+[-/]?/u.exec(cell)?.[0] ?? '');
  const negatives = prefixes.filter((_, index) => isNegative[index]);
  if (negatives.length === 0) return { creditNote: 'none', doubts: [] };
  const positives = new Set(prefixes.filter((_, index) => !isNegative[index]));
  const [prefix] = negatives.filter((one) => one !== '' && !positives.has(one));
  if (prefix === undefined) {
    const doubt = `Negative figures in ${JSON.stringify(figure.name)} are taken for credit notes (creditNote).`;
    return { creditNote: 'negativeAmount', doubts: [doubt] };
  }
  const doubts = [
    `Numbers that begin with ${JSON.stringify(prefix)} are taken for credit notes (creditNote).`,
  ];
  const others = negatives.filter((one) => one !== prefix).length;
  if (others > 0)
    doubts.push(`${others} rows of the sample are negative and have no such number; they will be rejected.`);
  return { creditNote: { numberPrefix: prefix }, doubts };
}
