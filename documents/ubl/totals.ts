import type { EInvoice } from '../model/e-invoice.ts';
import type { OptionalElement } from '../xml/xml-element.ts';
import { aggregate, amount, createTaxCategory } from './elements.ts';

/** The VAT with its breakdown (BG-23), and the VAT in the currency of the tax office. */
export function createTaxTotals({
  totals,
  vatBreakdown,
  currency,
  accountingTax,
}: EInvoice): OptionalElement[] {
  return [
    aggregate('TaxTotal', [
      amount('TaxAmount', totals.taxMinor, currency),
      ...vatBreakdown.map((part) =>
        aggregate('TaxSubtotal', [
          amount('TaxableAmount', part.baseMinor, currency),
          amount('TaxAmount', part.taxMinor, currency),
          createTaxCategory('TaxCategory', part),
        ]),
      ),
    ]),
    accountingTax &&
      aggregate('TaxTotal', [amount('TaxAmount', accountingTax.taxMinor, accountingTax.currency)]),
  ];
}

/** The sums (BG-22). */
export function createMonetaryTotal({ totals, currency }: EInvoice): OptionalElement {
  const unlessZero = (name: string, amountMinor: bigint) =>
    amount(name, amountMinor === 0n ? undefined : amountMinor, currency);
  return aggregate('LegalMonetaryTotal', [
    amount('LineExtensionAmount', totals.lineMinor, currency),
    amount('TaxExclusiveAmount', totals.netMinor, currency),
    amount('TaxInclusiveAmount', totals.grossMinor, currency),
    unlessZero('AllowanceTotalAmount', totals.allowanceMinor),
    unlessZero('ChargeTotalAmount', totals.chargeMinor),
    unlessZero('PrepaidAmount', totals.paidMinor),
    unlessZero('PayableRoundingAmount', totals.roundingMinor),
    amount('PayableAmount', totals.dueMinor, currency),
  ]);
}
