import { formatTaxRate } from '#schema/tax-rate.ts';
import type { LineAdjustment, VatTreatment } from '../model/amounts.ts';
import type { InvoicingPeriod } from '../model/party.ts';
import { formatAmount } from '../xml/figures.ts';
import {
  createElement,
  createTextElement,
  type OptionalAttributes,
  type OptionalElement,
} from '../xml/xml-element.ts';

/** Creates an element of the namespace of CII's aggregates with a text. */
export function ciiText(name: string, value: string | undefined, attributes?: OptionalAttributes) {
  return createTextElement(`ram:${name}`, value, attributes);
}

/** Creates an element of the namespace of CII's aggregates with elements. */
export function ciiGroup(name: string, children: readonly OptionalElement[]): OptionalElement {
  return createElement(`ram:${name}`, children);
}

/** Creates a day as CII writes it: `20260901` with the format 102. */
export function ciiDay(name: string, date: string | undefined, namespace = 'udt'): OptionalElement {
  const digits = date?.replaceAll('-', '');
  return ciiGroup(name, [createTextElement(`${namespace}:DateTimeString`, digits, { format: '102' })]);
}

/** BG-14 and BG-26. */
export function createCiiPeriod(period: InvoicingPeriod | undefined): OptionalElement {
  return ciiGroup('BillingSpecifiedPeriod', [
    ciiDay('StartDateTime', period?.start),
    ciiDay('EndDateTime', period?.end),
  ]);
}

/** A rate in percent; none outside the scope of VAT (BR-O-05 to BR-O-07). */
export function formatCiiRate({ category, rateMilli }: VatTreatment): string | undefined {
  return category === 'O' ? undefined : formatTaxRate(rateMilli);
}

/** Category and rate of a line, an allowance or a charge. */
export function createTax(name: string, vat: VatTreatment): OptionalElement {
  return ciiGroup(name, [
    ciiText('TypeCode', 'VAT'),
    ciiText('CategoryCode', vat.category),
    ciiText('RateApplicablePercent', formatCiiRate(vat)),
  ]);
}

/** An allowance or a charge (BG-20, BG-21, BG-27, BG-28). */
export function createAdjustment(
  adjustment: LineAdjustment & { readonly vat?: VatTreatment },
  currency: string,
): OptionalElement {
  const { isCharge, amountMinor, baseMinor, percentMilli, reason, reasonCode, vat } = adjustment;
  return ciiGroup('SpecifiedTradeAllowanceCharge', [
    ciiGroup('ChargeIndicator', [createTextElement('udt:Indicator', String(isCharge))]),
    ciiText('CalculationPercent', percentMilli === undefined ? undefined : formatTaxRate(percentMilli)),
    ciiText('BasisAmount', baseMinor === undefined ? undefined : formatAmount(baseMinor, currency)),
    ciiText('ActualAmount', formatAmount(amountMinor, currency)),
    ciiText('ReasonCode', reasonCode),
    ciiText('Reason', reason),
    vat === undefined ? undefined : createTax('CategoryTradeTax', vat),
  ]);
}
