import type { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText } from '#kernel/text-input.ts';
import { describeDecimals } from '#schema/figure.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import { formatMinor, minorDigits, parseMoney } from '#schema/money.ts';
import { readOptionalScalar, readScalar, type ScalarInput } from '#schema/scalar-input.ts';
import { type PaymentMethod, paymentBounds } from './payment.ts';

/** The fields of a payment or refund in an input. */
export interface PaymentInput {
  readonly amount: ScalarInput;
  readonly currency?: ScalarInput | null | undefined;
  readonly method: PaymentMethod;
  readonly paidOn?: ScalarInput | null | undefined;
  readonly reference?: string | null | undefined;
  readonly note?: string | null | undefined;
}

/** A payment or refund as it is recorded; the amount is above zero for both. */
export interface ParsedPayment {
  readonly amountMinor: bigint;
  readonly method: PaymentMethod;
  readonly paidOn: string;
  readonly reference: string | null;
  readonly note: string | null;
}

/** The facts that an input is checked against. */
export interface PaymentSurroundings {
  /** That of the invoice; undefined if there is no such invoice, and nothing that depends on it is checked then. */
  readonly currency: string | undefined;
  /** The seller's day. */
  readonly today: string;
}

/** Reads an input and notes all problems, each with the path of its field; undefined if there was one. */
export function parsePayment(
  input: PaymentInput,
  { currency, today }: PaymentSurroundings,
  problems: InputProblems,
): ParsedPayment | undefined {
  checkCurrency(input.currency ?? null, currency, problems.at('currency'));
  const amountMinor = parseAmount(input.amount, currency, problems.at('amount'));
  const paidOn = parseDay(input.paidOn ?? null, today, problems.at('paidOn'));
  const reference = parseOptionalText(
    input.reference,
    { maxLength: paymentBounds.referenceLength },
    problems.at('reference'),
  );
  const note = parseOptionalText(
    input.note,
    { maxLength: paymentBounds.noteLength, isMultiline: true },
    problems.at('note'),
  );
  if (!problems.isEmpty || amountMinor === undefined || paidOn === undefined) return undefined;
  if (reference === undefined || note === undefined) return undefined;
  return { amountMinor, method: input.method, paidOn, reference, note };
}

/** Notes that an amount is above a bound, and names the bound with its meaning, for example `The balance`. */
export function checkAmountWithin(
  amountMinor: bigint,
  bound: { readonly name: string; readonly amountMinor: bigint; readonly currency: string },
  problems: InputProblems,
): void {
  if (amountMinor <= bound.amountMinor) return;
  const most = `${formatMinor(bound.amountMinor, bound.currency)} ${bound.currency}`;
  problems.add('OUT_OF_RANGE', `${bound.name} is ${most}; give at most that.`);
}

function checkCurrency(
  given: ScalarInput | null,
  currency: string | undefined,
  problems: InputProblems,
): void {
  const code = readOptionalScalar(given, problems);
  if (typeof code !== 'string' || currency === undefined || code === currency) return;
  problems.add('INVALID', `The invoice is in ${currency}; give an amount in ${currency}, not in ${code}.`);
}

function parseAmount(
  given: ScalarInput,
  currency: string | undefined,
  problems: InputProblems,
): bigint | undefined {
  const text = readScalar(given, problems);
  if (text === undefined || currency === undefined) return undefined;
  const amountMinor = parseMoney(text, currency)?.amountMinor;
  if (amountMinor === undefined) {
    // An amount between two that the currency has is refused and not rounded.
    problems.add('OUT_OF_RANGE', `Give an amount in ${currency} ${describeDecimals(minorDigits(currency))}.`);
  } else if (amountMinor <= 0n) problems.add('OUT_OF_RANGE', 'Give an amount above zero.');
  else return amountMinor;
  return undefined;
}

function parseDay(given: ScalarInput | null, today: string, problems: InputProblems): string | undefined {
  const day = readOptionalScalar(given, problems);
  if (day === null) return today;
  if (day === undefined || (day >= invoiceBounds.earliestDay && day <= today)) return day;
  problems.add(
    'OUT_OF_RANGE',
    `Give a day from ${invoiceBounds.earliestDay} to ${today}, the seller's present day.`,
  );
  return undefined;
}
