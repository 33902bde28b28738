import type { InputProblems } from '#kernel/input-problems.ts';
import { describeDecimals } from '#schema/figure.ts';
import { formatMinor, minorDigits, parseMoney } from '#schema/money.ts';
import { formatQuantity } from '#schema/quantity.ts';
import type { DocumentAdjustment } from './adjustment.ts';
import {
  type CreditableLine,
  type CreditFigures,
  computeCredit,
  computeCreditOfTotal,
  leftToCredit,
} from './credit.ts';
import type { CreditWish, WantedLine } from './credit-input.ts';

/** A line that can be credited, with its place for people. */
export interface PlacedLine extends CreditableLine {
  readonly position: number;
}

/** An invoice with all that decides about one more credit of it. */
export interface CreditedInvoice<Line extends PlacedLine = PlacedLine> {
  readonly currency: string;
  readonly isTaxedByLine: boolean;
  readonly pricesIncludeTax: boolean;
  readonly adjustments: readonly DocumentAdjustment[] | null;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
  /** The sums of its credit notes so far, above zero. */
  readonly credited: { readonly taxMinor: bigint; readonly totalMinor: bigint };
  /** All its lines; empty if only its totals are known. */
  readonly lines: readonly Line[];
}

/**
 * The figures of the credit that the caller wants; undefined if it is not possible, with all reasons noted: each line of
 * which less is left, and what the invoice as a whole does not allow.
 */
export function decideCredit<Line extends PlacedLine>(
  invoice: CreditedInvoice<Line>,
  wish: Pick<CreditWish, 'lines' | 'amount'>,
  problems: InputProblems,
): CreditFigures<Line> | undefined {
  if (invoice.lines.length === 0) return decideAmount(invoice, wish, problems);
  if (wish.amount !== null) {
    problems
      .at('amount')
      .add(
        'INVALID',
        'This invoice has lines; name the lines and quantities to credit instead of an amount.',
      );
    return undefined;
  }
  const wanted =
    wish.lines === null
      ? takeAllLeft(invoice, problems)
      : takeLines(invoice.lines, wish.lines, problems.at('lines'));
  if (wanted === undefined) return undefined;
  const figures = computeCredit(invoice, wanted);
  const isInBounds = checkTotal(invoice, figures.totalMinor, problems.at('lines'));
  return isInBounds ? figures : undefined;
}

function takeAllLeft(
  { lines }: Pick<CreditedInvoice, 'lines'>,
  problems: InputProblems,
): Map<string, bigint> | undefined {
  const wanted = new Map(lines.map((line) => [line.id, leftToCredit(line)] as const));
  if ([...wanted.values()].some((quantity) => quantity !== 0n)) return wanted;
  problems.at('invoiceId').add('WRONG_STATE', 'All of the invoice is credited already.');
  return undefined;
}

function takeLines(
  lines: readonly PlacedLine[],
  wished: readonly WantedLine[],
  problems: InputProblems,
): Map<string, bigint> | undefined {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const wanted = new Map<string, bigint>();
  let isComplete = true;
  for (const [index, { lineId, quantityE4 }] of wished.entries()) {
    const line = lineId === undefined ? undefined : byId.get(lineId);
    if (line === undefined)
      problems.at(index, 'lineId').add('NOT_FOUND', 'The invoice has no line with this id.');
    else if (wanted.has(line.id)) {
      problems.at(index, 'lineId').add('INVALID', `Line ${line.position} is named twice; name it once.`);
    } else if (quantityE4 !== undefined && quantityE4 > magnitude(leftToCredit(line))) {
      problems.at(index, 'quantity').add('OUT_OF_RANGE', describeLeft(line));
    } else if (quantityE4 !== undefined) {
      wanted.set(line.id, line.quantityE4 < 0n ? -quantityE4 : quantityE4);
      continue;
    }
    isComplete = false;
  }
  return isComplete ? wanted : undefined;
}

function describeLeft(line: PlacedLine): string {
  const [invoiced, credited, left] = [line.quantityE4, line.credited.quantityE4, leftToCredit(line)].map(
    (quantity) => formatQuantity(magnitude(quantity)),
  );
  return `Line ${line.position} was invoiced with a quantity of ${invoiced}, of which ${credited} are credited; at most ${left} can be credited.`;
}

/** Lines below zero, which imported invoices may have, could make the others exceed the invoice. */
function checkTotal(invoice: CreditedInvoice, creditMinor: bigint, problems: InputProblems): boolean {
  const { credited, currency, totalMinor } = invoice;
  const after = credited.totalMinor + creditMinor;
  if (creditMinor >= 0n && after <= totalMinor) return true;
  const amounts = [creditMinor, totalMinor, credited.totalMinor, totalMinor - credited.totalMinor];
  const [wanted, total, before, left] = amounts.map((amount) => formatMinor(amount, currency));
  problems.add(
    'OUT_OF_RANGE',
    `These lines come to ${wanted} ${currency}. The invoice's total is ${total}, of which ${before} are credited; credit from 0 to ${left}, with the lines below zero if there are such.`,
  );
  return false;
}

/** Decides about an invoice of which only the totals are known: an amount of it is credited. */
function decideAmount<Line extends PlacedLine>(
  invoice: CreditedInvoice<Line>,
  wish: Pick<CreditWish, 'lines' | 'amount'>,
  problems: InputProblems,
): CreditFigures<Line> | undefined {
  if (wish.lines !== null) {
    problems
      .at('lines')
      .add('INVALID', 'Of this invoice only the total is known; give an amount, or nothing to credit all.');
    return undefined;
  }
  const { currency, totalMinor, credited } = invoice;
  const leftMinor = totalMinor - credited.totalMinor;
  const amountMinor = wish.amount === null ? leftMinor : parseMoney(wish.amount, currency)?.amountMinor;
  if (leftMinor <= 0n) {
    problems.at('invoiceId').add('WRONG_STATE', 'All of the invoice is credited already.');
  } else if (amountMinor === undefined) {
    problems
      .at('amount')
      .add(
        'OUT_OF_RANGE',
        `Give an amount above zero in ${currency} ${describeDecimals(minorDigits(currency))}.`,
      );
  } else if (amountMinor <= 0n || amountMinor > leftMinor) {
    const [total, before, left] = [totalMinor, credited.totalMinor, leftMinor].map((amount) =>
      formatMinor(amount, currency),
    );
    problems
      .at('amount')
      .add(
        'OUT_OF_RANGE',
        `The invoice's total is ${total} ${currency}, of which ${before} are credited; give an amount above zero and at most ${left}.`,
      );
  } else return { lines: [], adjustments: null, ...computeCreditOfTotal(invoice, amountMinor) };
  return undefined;
}

function magnitude(quantity: bigint): bigint {
  return quantity < 0n ? -quantity : quantity;
}
