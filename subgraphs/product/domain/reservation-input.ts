import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { readFigure } from '#schema/figure.ts';
import type { ReleaseStockInput, ReserveStockInput, StockLineInput } from '../generated/types.ts';
import { maxReferenceLength, maxReservationLines } from './bounds.ts';
import { parseStockQuantity } from './stock-quantity.ts';

/** A quantity of one product to take or to give back. */
export interface StockLine {
  /** In lower case. */
  readonly productId: string;
  readonly quantityE4: bigint;
}

/** A reservation without problems of form. */
export interface NewReservation {
  readonly id: string;
  readonly reference: string;
  /** In the order of the input, each product once. */
  readonly lines: readonly StockLine[];
}

/** A release without problems of form. */
export interface NewRelease {
  readonly id: string;
  readonly reservationId: string;
  /** Null for all that is left. */
  readonly lines: readonly StockLine[] | null;
}

/** Reads a reservation, or gives all problems. */
export function parseReservation(input: ReserveStockInput): Checked<NewReservation> {
  const problems = new InputProblems();
  const id = parseNewId(input.reservationId, problems.at('reservationId'));
  const reference = parseRequiredText(
    input.reference,
    { maxLength: maxReferenceLength },
    problems.at('reference'),
  );
  const lines = parseLines(input.lines, problems.at('lines'));
  if (id === undefined || reference === undefined || lines === undefined)
    return { problems: problems.errors };
  return { value: { id, reference, lines } };
}

/** Reads a release, or gives all problems. */
export function parseRelease(input: ReleaseStockInput): Checked<NewRelease> {
  const problems = new InputProblems();
  const id = parseNewId(input.releaseId, problems.at('releaseId'));
  const reservationId = parseNewId(input.reservationId, problems.at('reservationId'));
  const given = input.lines ?? null;
  const lines = given === null ? null : parseLines(given, problems.at('lines'));
  if (id === undefined || reservationId === undefined || lines === undefined)
    return { problems: problems.errors };
  return { value: { id, reservationId, lines } };
}

function parseNewId(given: string, problems: InputProblems): string | undefined {
  if (isUuid(given)) return given.toLowerCase();
  problems.add('INVALID', 'Must be a UUID.');
  return undefined;
}

function parseLines(
  given: readonly StockLineInput[],
  problems: InputProblems,
): readonly StockLine[] | undefined {
  if (given.length === 0) problems.add('REQUIRED', 'Must have at least one line.');
  if (given.length > maxReservationLines) {
    problems.add('OUT_OF_RANGE', `Must have at most ${maxReservationLines} lines.`);
    return undefined;
  }
  const firstOf = new Map<string, number>();
  const lines = given.map((line, index) => {
    const productId = line.productId.toLowerCase();
    const first = firstOf.get(productId);
    if (first !== undefined)
      problems
        .at(index, 'productId')
        .add('INVALID', `Line ${first} names this product: add the quantities up.`);
    else firstOf.set(productId, index);
    const quantityE4 = readFigure(line.quantity, parseStockQuantity, problems.at(index, 'quantity'));
    return { productId, quantityE4 };
  });
  const read = lines.filter((line): line is StockLine => line.quantityE4 !== undefined);
  const isRight = given.length > 0 && firstOf.size === given.length && read.length === given.length;
  return isRight ? read : undefined;
}
