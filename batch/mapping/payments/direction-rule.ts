import type { BoundSource } from '../bind-columns.ts';
import { type CellProblem, show } from '../cells/cell-problem.ts';
import type { PaymentMapping } from '../payment-mapping.ts';
import { readCell } from '../row-reader.ts';

/** Distinguishes rows of money that arrived from others, by their mark in a column. */
export class DirectionRule {
  readonly source: BoundSource;
  readonly #credits: ReadonlySet<string>;
  readonly #leftOut: ReadonlySet<string>;
  readonly #reversals: ReadonlySet<string>;
  readonly #known: string;

  constructor(
    { credits, leftOut = [], reversals = [] }: NonNullable<PaymentMapping['direction']>,
    source: BoundSource,
  ) {
    this.source = source;
    this.#credits = new Set(credits.map(toKey));
    this.#leftOut = new Set(leftOut.map(toKey));
    this.#reversals = new Set(reversals.map(toKey));
    this.#known = [...credits, ...leftOut, ...reversals].map(show).join(', ');
  }

  /** True if the row is counted as left out. */
  leavesOut(fields: readonly string[]): boolean {
    return this.#leftOut.has(toKey(readCell(fields, this.source, false)));
  }

  /** Returns the reason why the row is not a payment; undefined for money that arrived. */
  findProblem(fields: readonly string[]): CellProblem | undefined {
    const mark = readCell(fields, this.source, false);
    const key = toKey(mark);
    if (this.#credits.has(key)) return undefined;
    if (this.#reversals.has(key)) {
      const message = `${show(mark)} takes an earlier entry back and is not a payment: if that entry was loaded, reverse its payment (reversePayment)`;
      return { code: 'REVERSAL_ENTRY', message };
    }
    return { code: 'NOT_A_MARK', message: `${show(mark)} must be one of ${this.#known} (direction)` };
  }
}

function toKey(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
