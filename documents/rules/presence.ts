import { isCountryCode } from '#schema/country-codes.ts';
import { isCurrency } from '#schema/money.ts';
import type { LineAdjustment } from '../model/amounts.ts';
import type { EInvoice } from '../model/e-invoice.ts';
import { type BusinessRuleViolation, demand } from './business-rule-violation.ts';

/** Means of payment that are credit transfers (UNCL 4461). */
const transfers = new Set(['30', '58']);

/** Finds what a document lacks (BR-02 to BR-65, BR-CO-25, BR-CO-26). */
export function findMissingParts(document: EInvoice): BusinessRuleViolation[] {
  const { seller, buyer, totals, payment, references } = document;
  const needsAccount = payment !== undefined && transfers.has(payment.meansCode);
  const isPayable = totals.dueMinor > 0n && document.typeCode === '380';
  return [
    ...demand(document.number !== '', 'BR-02', 'BT-1', 'is empty; give the number'),
    ...demand(isDay(document.issueDate), 'BR-03', 'BT-2', 'is not a day; give it as YYYY-MM-DD'),
    ...demand(isCurrency(document.currency), 'BR-05', 'BT-5', 'is not a currency of ISO 4217'),
    ...demand(seller.name !== '', 'BR-06', 'BT-27', 'is empty; give the name of the seller'),
    ...demand(buyer.name !== '', 'BR-07', 'BT-44', 'is empty; give the name of the buyer'),
    ...demand(isCountryCode(seller.address.countryCode), 'BR-09', 'BT-40', 'is not a country of ISO 3166-1'),
    ...demand(isCountryCode(buyer.address.countryCode), 'BR-11', 'BT-55', 'is not a country of ISO 3166-1'),
    ...demand(document.lines.length > 0, 'BR-16', 'BG-25', 'is empty; a document has a line at least'),
    ...demand(
      !needsAccount || (payment.accounts ?? []).length > 0,
      'BR-61',
      'BT-84',
      'is missing; a credit transfer needs an account',
    ),
    ...demand(hasScheme(seller.electronicAddress), 'BR-62', 'BT-34', 'has no scheme; give its code of EAS'),
    ...demand(hasScheme(buyer.electronicAddress), 'BR-63', 'BT-49', 'has no scheme; give its code of EAS'),
    ...(references?.precedingInvoices ?? []).flatMap(({ number }) =>
      demand(number !== '', 'BR-55', 'BT-25', 'is empty; give the number of the invoice'),
    ),
    ...demand(
      !isPayable || document.dueDate !== undefined || document.paymentTerms !== undefined,
      'BR-CO-25',
      'BT-9',
      'is missing, and so are the terms (BT-20); an amount due needs one of them',
    ),
    ...demand(
      seller.identifiers?.[0] !== undefined || seller.legalId !== undefined || seller.vatId !== undefined,
      'BR-CO-26',
      'BG-4',
      'has neither an identifier (BT-29) nor a legal one (BT-30) nor a VAT id (BT-31)',
    ),
    ...findInLines(document),
    ...(document.adjustments ?? []).flatMap((one) =>
      one.isCharge ? needReason(one, 'BR-38', 'BT-104') : needReason(one, 'BR-33', 'BT-97'),
    ),
  ];
}

function findInLines({ lines }: EInvoice): BusinessRuleViolation[] {
  return lines.flatMap(({ id, item, priceMicro, adjustments = [] }) => [
    ...demand(id !== '', 'BR-21', 'BT-126', 'is empty; give each line an id'),
    ...demand(item.name !== '', 'BR-25', 'BT-153', `is empty on line ${id}; name the item`),
    ...demand(
      priceMicro >= 0n,
      'BR-27',
      'BT-146',
      `is below zero on line ${id}; turn the quantity's sign instead`,
    ),
    ...adjustments.flatMap((one) =>
      one.isCharge ? needReason(one, 'BR-44', 'BT-144') : needReason(one, 'BR-42', 'BT-139'),
    ),
  ]);
}

function needReason({ reason, reasonCode }: LineAdjustment, rule: string, term: string) {
  const has = (text: string | undefined) => text !== undefined && text !== '';
  return demand(has(reason) || has(reasonCode), rule, term, 'is missing; give the reason or its code');
}

function hasScheme(address: { readonly scheme?: string } | undefined): boolean {
  return address === undefined || address.scheme !== undefined;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
