import type { DecimalReader } from '../cells/decimal-cell.ts';
import type { MappingInput } from '../mapping.ts';
import type { SampleColumn } from './sample.ts';

export interface InferredCreditNotes {
  readonly creditNote: NonNullable<MappingInput['creditNote']>;
  readonly doubts: readonly string[];
}

const scale = 4;

/**
 * What makes an invoice a credit note: letters in front of the number that all rows with a negative figure have and no
 * other row has, or else the negative figure itself.
 */
export function inferCreditNotes(
  number: SampleColumn,
  figure: SampleColumn,
  reader: DecimalReader,
): InferredCreditNotes {
  const prefixes = number.cells.map((cell) => /^\p{L}+[-/]?/u.exec(cell)?.[0] ?? '');
  const isNegative = figure.cells.map((cell) => reader.read(cell, scale) < 0);
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
