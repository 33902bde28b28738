import type { InputProblems } from '#kernel/input-problems.ts';
import { parseTax, type TaxInput } from '#kernel/tax-input.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { parseFigure, readFigure } from '#schema/figure.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import { minorDigits } from '#schema/money.ts';
import type { ScalarInput } from '#schema/scalar-input.ts';
import { taxRateScale, wholeRateMilli } from '#schema/tax-rate.ts';
import type { Adjustment, DocumentAdjustmentTerms } from './adjustment.ts';

/** An allowance or a charge of an input: an amount or a percentage, and the reason. */
export interface AdjustmentInput {
  readonly amount?: ScalarInput | null | undefined;
  readonly percent?: ScalarInput | null | undefined;
  readonly reason: string;
}

/** An allowance or a charge on a whole document; without a tax it is split over those of the lines. */
export interface DocumentAdjustmentInput extends AdjustmentInput, TaxInput {}

/** The allowances and charges of a line or a document in an input; null and undefined are none. */
export interface AdjustmentInputs<Given extends AdjustmentInput> {
  readonly allowances?: readonly Given[] | null | undefined;
  readonly charges?: readonly Given[] | null | undefined;
}

/**
 * Reads the allowances and charges of a line, whose percentages have no amount yet; undefined for problems, which are
 * noted.
 *
 * @param currency undefined if it is not readable; amounts are not checked then
 */
export function parseLineAdjustments(
  { allowances, charges }: AdjustmentInputs<AdjustmentInput>,
  currency: string | undefined,
  problems: InputProblems,
): Adjustment[] | undefined {
  const max = invoiceBounds.lineAdjustments;
  const parse = (isCharge: boolean) => (given: AdjustmentInput, at: InputProblems) =>
    parseAdjustment(given, isCharge, currency, at);
  const parsed = [
    parseList(allowances, max, problems.at('allowances'), parse(false)),
    parseList(charges, max, problems.at('charges'), parse(true)),
  ];
  return joinParsed(parsed);
}

/** Reads the allowances, or the charges, of a document in the same way. */
export function parseDocumentAdjustments(
  given: readonly DocumentAdjustmentInput[] | null | undefined,
  isCharge: boolean,
  currency: string | undefined,
  problems: InputProblems,
): DocumentAdjustmentTerms[] | undefined {
  return parseList(given, invoiceBounds.documentAdjustments, problems, (input, at) => {
    const adjustment = parseAdjustment(input, isCharge, currency, at);
    const tax = parseTax(input, at);
    if (adjustment === undefined || tax === undefined) return undefined;
    const { taxRateMilli, taxCategory = null, taxExemptionReason = null } = tax;
    if (taxRateMilli === undefined) return { ...adjustment, tax: null };
    return { ...adjustment, tax: { taxRateMilli, taxCategory, taxExemptionReason } };
  });
}

function parseList<Given, Parsed>(
  given: readonly Given[] | null | undefined,
  max: number,
  problems: InputProblems,
  parse: (one: Given, problems: InputProblems) => Parsed | undefined,
): Parsed[] | undefined {
  const inputs = given ?? [];
  if (inputs.length > max) {
    problems.add('TOO_LONG', `Give at most ${max}, not ${inputs.length}.`);
    return undefined;
  }
  return joinParsed(
    inputs.map((input, index) => {
      const parsed = parse(input, problems.at(index));
      return parsed && [parsed];
    }),
  );
}

function joinParsed<Parsed>(lists: readonly (readonly Parsed[] | undefined)[]): Parsed[] | undefined {
  return lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
}

const percentForm = {
  name: 'a percentage',
  scale: taxRateScale,
  min: 1n,
  max: BigInt(wholeRateMilli),
};

function parseAdjustment(
  { amount, percent, reason: givenReason }: AdjustmentInput,
  isCharge: boolean,
  currency: string | undefined,
  problems: InputProblems,
): Adjustment | undefined {
  const rule = { maxLength: invoiceBounds.adjustmentReasonLength };
  const reason = parseRequiredText(givenReason, rule, problems.at('reason'));
  const amountMinor = isGiven(amount)
    ? readFigure(amount, (text) => parseAmount(text, currency), problems.at('amount'))
    : 0n;
  const percentMilli = isGiven(percent)
    ? readFigure(percent, (text) => parseFigure(text, percentForm), problems.at('percent'))
    : null;
  if (isGiven(amount) === isGiven(percent)) {
    const code = isGiven(amount) ? 'INVALID' : 'REQUIRED';
    problems.at('amount').add(code, 'Give either an amount or a percent, and not both.');
    return undefined;
  }
  if (amountMinor === undefined || percentMilli === undefined || reason === undefined) return undefined;
  return { isCharge, reason, percentMilli: percentMilli === null ? null : Number(percentMilli), amountMinor };
}

function parseAmount(text: string, currency: string | undefined) {
  if (currency === undefined) return undefined;
  return parseFigure(text, {
    name: `an amount in ${currency}`,
    scale: minorDigits(currency),
    min: 1n,
    max: invoiceBounds.amountMinor,
  });
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
