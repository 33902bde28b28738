import { formatTaxRate } from '#schema/tax-rate.ts';
import type { LineAdjustment, VatTreatment } from '../model/amounts.ts';
import type { InvoicingPeriod, SchemeIdentifier } from '../model/party.ts';
import { formatAmount } from '../xml/figures.ts';
import {
  createElement,
  createTextElement,
  type OptionalAttributes,
  type OptionalElement,
} from '../xml/xml-element.ts';

/** Creates a component of UBL with a text. */
export function basic(name: string, value: string | undefined, attributes?: OptionalAttributes) {
  return createTextElement(`cbc:${name}`, value, attributes);
}

/** Creates an aggregate of UBL. */
export function aggregate(name: string, children: readonly OptionalElement[]): OptionalElement {
  return createElement(`cac:${name}`, children);
}

/** Creates an amount with its currency. */
export function amount(name: string, amountMinor: bigint | undefined, currency: string): OptionalElement {
  const value = amountMinor === undefined ? undefined : formatAmount(amountMinor, currency);
  return basic(name, value, { currencyID: currency });
}

/** Creates an identifier with its scheme. */
export function identify(name: string, identifier: SchemeIdentifier | undefined): OptionalElement {
  return basic(name, identifier?.id, { schemeID: identifier?.scheme });
}

/** BG-14 with BT-8, and BG-26. */
export function createUblPeriod(period: InvoicingPeriod | undefined, code?: string): OptionalElement {
  return aggregate('InvoicePeriod', [
    basic('StartDate', period?.start),
    basic('EndDate', period?.end),
    basic('DescriptionCode', code),
  ]);
}

/** A category and a rate, in a breakdown with the reason of an exemption; outside the scope of VAT there is no rate. */
export function createTaxCategory(
  name: string,
  vat: VatTreatment & { readonly exemptionReason?: string; readonly exemptionCode?: string },
): OptionalElement {
  return aggregate(name, [
    basic('ID', vat.category),
    basic('Percent', vat.category === 'O' ? undefined : formatTaxRate(vat.rateMilli)),
    basic('TaxExemptionReasonCode', vat.exemptionCode),
    basic('TaxExemptionReason', vat.exemptionReason),
    createTaxScheme('VAT'),
  ]);
}

/** The kind of tax. */
export function createTaxScheme(id: string): OptionalElement {
  return aggregate('TaxScheme', [basic('ID', id)]);
}

/** An allowance or a charge (BG-20, BG-21, BG-27, BG-28). */
export function createAllowanceCharge(
  adjustment: LineAdjustment & { readonly vat?: VatTreatment },
  currency: string,
): OptionalElement {
  const { isCharge, amountMinor, baseMinor, percentMilli, reason, reasonCode, vat } = adjustment;
  return aggregate('AllowanceCharge', [
    basic('ChargeIndicator', String(isCharge)),
    basic('AllowanceChargeReasonCode', reasonCode),
    basic('AllowanceChargeReason', reason),
    basic('MultiplierFactorNumeric', percentMilli === undefined ? undefined : formatTaxRate(percentMilli)),
    amount('Amount', amountMinor, currency),
    amount('BaseAmount', baseMinor, currency),
    vat && createTaxCategory('TaxCategory', vat),
  ]);
}
