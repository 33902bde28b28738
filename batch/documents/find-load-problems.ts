import type { EInvoice } from '#documents/model/e-invoice.ts';
import { findRuleViolations } from '#documents/rules/find-rule-violations.ts';
import { formatMinor } from '#schema/money.ts';
import type { RowProblem } from '../row-problem.ts';
import { findUnevenLines, findUnpricedLines } from './ledger-lines.ts';

/**
 * Finds all rules of EN 16931 that a document violates, and what the ledger cannot hold of it without changing an amount. A problem's column
 * is the business term, its code the rule.
 */
export function findLoadProblems(document: EInvoice): RowProblem[] {
  const violations = findRuleViolations(document).map(({ rule, term, message }) => ({
    column: term,
    code: rule,
    message: `${term} ${message}`,
  }));
  const unevenLines = findUnevenLines(document);
  const uneven = unevenLines.map(({ id }) => ({
    column: 'BT-131',
    code: 'PEPPOL-EN16931-R120',
    message: `BT-131 of line ${id} is not quantity times price with the allowances and charges of the line`,
  }));
  const unpriced = findUnpricedLines(document)
    .filter((line) => !unevenLines.includes(line))
    .map(({ id }) => ({
      column: 'BT-131',
      code: 'LINE_AMOUNT',
      message: `BT-131 of line ${id} is not its quantity times any price of the ledger, which has millionths of a cent: split the line, so that each part has fewer units`,
    }));
  return [...violations, ...uneven, ...unpriced, ...findBelowZero(document), ...findUnheldAmounts(document)];
}

/** The ledger has no documents that ask for less than nothing; the loader says so of rows, where no term can be named. */
function findBelowZero({ typeCode, totals, currency }: EInvoice): RowProblem[] {
  if (totals.grossMinor >= 0n) return [];
  const right =
    typeCode === '381'
      ? 'the amounts of a credit note (381) are above zero'
      : 'what is taken back is a credit note (BT-3 381) with amounts above zero';
  const message = `BT-112 is ${formatMinor(totals.grossMinor, currency)} ${currency}: ${right}`;
  return [{ column: 'BT-112', code: 'AMOUNT_NEGATIVE', message }];
}

function findUnheldAmounts({ totals, currency }: EInvoice): RowProblem[] {
  const show = (amountMinor: bigint) => `${formatMinor(amountMinor, currency)} ${currency}`;
  const { paidMinor, roundingMinor, dueMinor } = totals;
  return [
    ...(paidMinor === 0n
      ? []
      : [
          {
            column: 'BT-113',
            code: 'PREPAID_AMOUNT',
            message: `BT-113 says that ${show(paidMinor)} were paid before, which no invoice of the ledger says: take the amount out, so that ${show(dueMinor + paidMinor)} are due, and load the payment after it`,
          },
        ]),
    ...(roundingMinor === 0n
      ? []
      : [
          {
            column: 'BT-114',
            code: 'ROUNDING_AMOUNT',
            message: `BT-114 rounds the amount due by ${show(roundingMinor)}, which the ledger does not do: the total with VAT must be due`,
          },
        ]),
  ];
}
