import type { InputProblems } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { readFigure } from '#schema/figure.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import { parseQuantity } from '#schema/quantity.ts';
import { readOptionalScalar, type ScalarInput } from '#schema/scalar-input.ts';
import { parseId } from './reference.ts';

/** The fields of an input that say what is credited; undefined is absent. */
export interface CreditInput {
  readonly lines?: readonly { readonly lineId: string; readonly quantity: ScalarInput }[] | null | undefined;
  readonly amount?: ScalarInput | null | undefined;
  readonly reason: string;
  /** Default: true. */
  readonly returnsGoods?: boolean | undefined;
  readonly issueDate?: ScalarInput | null | undefined;
}

/** A quantity of a line that the caller wants to credit; a figure that is not readable is undefined. */
export interface WantedLine {
  readonly lineId: string | undefined;
  /** Ten-thousandths of a unit, above zero. */
  readonly quantityE4: bigint | undefined;
}

/** The input as far as it can be read without the invoice. */
export interface CreditWish {
  /** Null for all that is left. */
  readonly lines: readonly WantedLine[] | null;
  /** The amount of an invoice without lines as given; null for all that is left. */
  readonly amount: string | null;
  readonly reason: string;
  /** True if the stock of the goods is given back. */
  readonly returnsGoods: boolean;
  /** Null for today. */
  readonly issueDate: string | null;
}

/** The maximum number of code points of the reason of a credit. */
const maxReasonLength = 500;

/** Reads an input and notes all its problems; undefined if there is a problem that hides what is meant. */
export function parseCreditWish(input: CreditInput, problems: InputProblems): CreditWish | undefined {
  const lines = parseWantedLines(input.lines ?? null, problems.at('lines'));
  const amount = readOptionalScalar(input.amount ?? null, problems.at('amount'));
  const issueDate = readOptionalScalar(input.issueDate ?? null, problems.at('issueDate'));
  const reason = parseRequiredText(input.reason, { maxLength: maxReasonLength }, problems.at('reason'));
  if (lines === undefined || amount === undefined || issueDate === undefined) return undefined;
  const { returnsGoods = true } = input;
  return { lines, amount, reason: reason ?? '', returnsGoods, issueDate };
}

function parseWantedLines(
  given: NonNullable<CreditInput['lines']> | null,
  problems: InputProblems,
): readonly WantedLine[] | null | undefined {
  if (given === null) return null;
  if (given.length === 0) {
    problems.add('REQUIRED', 'Name at least one line, or leave the lines out to credit all that is left.');
    return undefined;
  }
  if (given.length > invoiceBounds.lines) {
    problems.add('TOO_LONG', `Give at most ${invoiceBounds.lines} lines, not ${given.length}.`);
    return undefined;
  }
  return given.map(({ lineId, quantity }, index) => ({
    lineId: parseId(lineId),
    quantityE4: readFigure(quantity, parseQuantity, problems.at(index, 'quantity')),
  }));
}
