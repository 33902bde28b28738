import { minorDigits } from '#schema/money.ts';
import type { EInvoice } from '../model/e-invoice.ts';
import { type BusinessRuleViolation, demand } from './business-rule-violation.ts';

/** The most decimals of an amount. */
const maxDecimals = 2;

/** Finds amounts with more than two decimals, which some currencies have and EN 16931 does not allow (BR-DEC-01 to -28). */
export function findTooPreciseAmounts(document: EInvoice): BusinessRuleViolation[] {
  const digits = minorDigits(document.currency);
  if (digits <= maxDecimals) return [];
  const unit = 10n ** BigInt(digits - maxDecimals);
  const { totals, vatBreakdown, lines, adjustments = [] } = document;
  const check = (rule: string, term: string, amountMinor: bigint) =>
    demand(
      amountMinor % unit === 0n,
      rule,
      term,
      `has more than ${maxDecimals} decimals, which no amount may have, also in ${document.currency}`,
    );
  return [
    ...adjustments.flatMap(({ isCharge, amountMinor }) =>
      isCharge ? check('BR-DEC-05', 'BT-99', amountMinor) : check('BR-DEC-01', 'BT-92', amountMinor),
    ),
    ...check('BR-DEC-09', 'BT-106', totals.lineMinor),
    ...check('BR-DEC-10', 'BT-107', totals.allowanceMinor),
    ...check('BR-DEC-11', 'BT-108', totals.chargeMinor),
    ...check('BR-DEC-12', 'BT-109', totals.netMinor),
    ...check('BR-DEC-13', 'BT-110', totals.taxMinor),
    ...check('BR-DEC-14', 'BT-112', totals.grossMinor),
    ...check('BR-DEC-16', 'BT-113', totals.paidMinor),
    ...check('BR-DEC-17', 'BT-114', totals.roundingMinor),
    ...check('BR-DEC-18', 'BT-115', totals.dueMinor),
    ...vatBreakdown.flatMap(({ baseMinor, taxMinor }) => [
      ...check('BR-DEC-19', 'BT-116', baseMinor),
      ...check('BR-DEC-20', 'BT-117', taxMinor),
    ]),
    ...lines.flatMap((line) => [
      ...check('BR-DEC-23', 'BT-131', line.netMinor),
      ...(line.adjustments ?? []).flatMap(({ isCharge, amountMinor }) =>
        isCharge ? check('BR-DEC-27', 'BT-141', amountMinor) : check('BR-DEC-24', 'BT-136', amountMinor),
      ),
    ]),
  ];
}
