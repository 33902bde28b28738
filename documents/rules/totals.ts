import { formatMinor } from '#schema/money.ts';
import type { LineAdjustment } from '../model/amounts.ts';
import type { EInvoice } from '../model/e-invoice.ts';
import { type BusinessRuleViolation, demand } from './business-rule-violation.ts';

/** Finds sums of a document that do not follow from its parts (BR-CO-10 to BR-CO-16). */
export function findTotalViolations(document: EInvoice): BusinessRuleViolation[] {
  const { totals, lines, vatBreakdown, adjustments = [], currency } = document;
  const compare = (rule: string, term: string, [given, right]: readonly [bigint, bigint], what: string) =>
    demand(
      given === right,
      rule,
      term,
      `is ${formatMinor(given, currency)}, but ${what} is ${formatMinor(right, currency)}`,
    );
  return [
    ...compare(
      'BR-CO-10',
      'BT-106',
      [totals.lineMinor, sum(lines.map(({ netMinor }) => netMinor))],
      'the sum of the lines',
    ),
    ...compare(
      'BR-CO-11',
      'BT-107',
      [totals.allowanceMinor, sumAmounts(adjustments, false)],
      'the sum of the allowances of the document',
    ),
    ...compare(
      'BR-CO-12',
      'BT-108',
      [totals.chargeMinor, sumAmounts(adjustments, true)],
      'the sum of the charges of the document',
    ),
    ...compare(
      'BR-CO-13',
      'BT-109',
      [totals.netMinor, totals.lineMinor - totals.allowanceMinor + totals.chargeMinor],
      'the lines less the allowances and with the charges',
    ),
    ...compare(
      'BR-CO-14',
      'BT-110',
      [totals.taxMinor, sum(vatBreakdown.map(({ taxMinor }) => taxMinor))],
      'the sum of the VAT of all categories and rates',
    ),
    ...compare('BR-CO-15', 'BT-112', [totals.grossMinor, totals.netMinor + totals.taxMinor], 'net and VAT'),
    ...compare(
      'BR-CO-16',
      'BT-115',
      [totals.dueMinor, totals.grossMinor - totals.paidMinor + totals.roundingMinor],
      'the total with VAT less what was paid, with the rounding',
    ),
  ];
}

function sumAmounts(adjustments: readonly LineAdjustment[], isCharge: boolean): bigint {
  return sum(
    adjustments
      .filter((adjustment) => adjustment.isCharge === isCharge)
      .map(({ amountMinor }) => amountMinor),
  );
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
