import type {
  AccountingTax,
  DocumentLevelAdjustment,
  DocumentTotals,
  VatBreakdown,
} from '../../model/amounts.ts';
import { readCurrency, readTreatment } from '../codes.ts';
import type { ElementCursor } from '../element-cursor.ts';
import { omitUndefined } from '../present-members.ts';
import { adjustmentTerms, terms } from '../terms.ts';
import { readAmount, requireAmount, requireElement } from '../values.ts';
import { assertUblVat, readUblAdjustment, ublTax } from './read-ubl-parts.ts';

/** The VAT of a document. */
interface UblTaxes {
  readonly taxMinor: bigint;
  readonly vatBreakdown: VatBreakdown[];
  readonly accountingTax: AccountingTax | undefined;
}

/** Reads the VAT with its breakdown (BG-23), and the VAT in the currency of the tax office. */
export function readUblTaxes(root: ElementCursor, currency: string): UblTaxes {
  const taxCurrency = readCurrency(root.find('cbc:TaxCurrencyCode'), 'BT-6');
  const isOther = taxCurrency !== '' && taxCurrency !== currency;
  const all = root.all('cac:TaxTotal').map((total) => ({ total, amount: total.find('cbc:TaxAmount') }));
  const ofAccounting = isOther
    ? all.find(({ amount }) => amount?.attribute('currencyID') === taxCurrency)
    : undefined;
  if (isOther && ofAccounting === undefined)
    root.refuse('BT-111', `has no cac:TaxTotal in ${taxCurrency}, the currency of the VAT`, 'BR-53');
  const ofDocument = all.find((one) => one !== ofAccounting);
  const amountMinor = ofDocument?.amount && readAmount(ofDocument.amount, currency, 'BT-110');
  return {
    taxMinor: amountMinor ?? 0n,
    vatBreakdown: (ofDocument?.total.all('cac:TaxSubtotal') ?? []).map((part) => readPart(part, currency)),
    accountingTax:
      ofAccounting?.amount === undefined
        ? undefined
        : { currency: taxCurrency, taxMinor: readAmount(ofAccounting.amount, taxCurrency, 'BT-111') ?? 0n },
  };
}

function readPart(part: ElementCursor, currency: string): VatBreakdown {
  const tax = requireElement(part, 'cac:TaxCategory', terms.breakdownCategory);
  assertUblVat(tax);
  const treatment =
    tax === undefined
      ? ({ category: 'S', rateMilli: 0 } as const)
      : readTreatment(tax, ublTax, {
          category: terms.breakdownCategory,
          rateTerm: 'BT-119',
          rateRule: 'BR-48',
        });
  return omitUndefined({
    ...treatment,
    baseMinor: requireAmount(part, 'cbc:TaxableAmount', currency, terms.breakdownBase),
    taxMinor: requireAmount(part, 'cbc:TaxAmount', currency, terms.breakdownTax),
    exemptionReason: tax?.find('cbc:TaxExemptionReason')?.text,
    exemptionCode: tax?.find('cbc:TaxExemptionReasonCode')?.text,
  });
}

/** Reads the allowances and charges of the document (BG-20, BG-21). */
export function readUblAdjustments(root: ElementCursor, currency: string): DocumentLevelAdjustment[] {
  return root.all('cac:AllowanceCharge').map((element) => {
    const adjustment = readUblAdjustment(element, currency, 'document');
    const own = adjustmentTerms.document[adjustment.isCharge ? 'charge' : 'allowance'];
    const tax = requireElement(element, 'cac:TaxCategory', own.category);
    assertUblVat(tax);
    return {
      ...adjustment,
      vat:
        tax === undefined
          ? { category: 'S', rateMilli: 0 }
          : readTreatment(tax, ublTax, { category: own.category, rateTerm: own.rate }),
    };
  });
}

/** Reads the sums (BG-22), of which the VAT stands elsewhere. */
export function readUblTotals(root: ElementCursor, currency: string, taxMinor: bigint): DocumentTotals {
  const sums = requireElement(root, 'cac:LegalMonetaryTotal', terms.totals);
  const optional = (name: string, term: string) => {
    const element = sums?.find(`cbc:${name}`);
    return (element && readAmount(element, currency, term)) ?? 0n;
  };
  const required = (name: string, term: (typeof terms)[keyof typeof terms]) =>
    sums === undefined ? 0n : requireAmount(sums, `cbc:${name}`, currency, term);
  return {
    lineMinor: required('LineExtensionAmount', terms.lineTotal),
    allowanceMinor: optional('AllowanceTotalAmount', 'BT-107'),
    chargeMinor: optional('ChargeTotalAmount', 'BT-108'),
    netMinor: required('TaxExclusiveAmount', terms.net),
    taxMinor,
    grossMinor: required('TaxInclusiveAmount', terms.gross),
    paidMinor: optional('PrepaidAmount', 'BT-113'),
    roundingMinor: optional('PayableRoundingAmount', 'BT-114'),
    dueMinor: required('PayableAmount', terms.due),
  };
}
