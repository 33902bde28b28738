import type {
  AccountingTax,
  DocumentLevelAdjustment,
  DocumentTotals,
  VatBreakdown,
} from '../../model/amounts.ts';
import type { PaymentInstructions, PrecedingInvoice, TaxPoint } from '../../model/e-invoice.ts';
import { readCurrency, readTreatment } from '../codes.ts';
import { readCiiDay } from '../days.ts';
import type { ElementCursor } from '../element-cursor.ts';
import { omitUndefined, unlessNone } from '../present-members.ts';
import { adjustmentTerms, terms } from '../terms.ts';
import { quoteValue, readAmount, requireAmount, requireElement, requireText } from '../values.ts';
import { assertVat } from './read-cii-line.ts';
import { ciiTax, readCiiAdjustment } from './read-cii-parts.ts';

/** UNTDID 2475, as CII codes BT-8. */
const taxPoints: ReadonlyMap<string | undefined, TaxPoint> = new Map([
  ['5', 'ISSUE'],
  ['29', 'DELIVERY'],
  ['72', 'PAYMENT'],
]);

/** Reads the way to pay (BG-16); CII has an element for each account. */
export function readCiiPayment(settlement: ElementCursor): PaymentInstructions | undefined {
  const [first, ...others] = settlement.all('ram:SpecifiedTradeSettlementPaymentMeans');
  if (first === undefined) return undefined;
  const meansCode = requireText(first, 'ram:TypeCode', terms.meansCode);
  const same = others.filter((means) => means.find('ram:TypeCode')?.text === meansCode);
  for (const means of same) means.find('ram:Information')?.pass();
  return omitUndefined({
    meansCode,
    meansText: first.find('ram:Information')?.text,
    remittance: settlement.find('ram:PaymentReference')?.text,
    accounts: unlessNone([first, ...same].flatMap((means) => readAccount(means) ?? [])),
  });
}

function readAccount(means: ElementCursor) {
  const account = means.find('ram:PayeePartyCreditorFinancialAccount');
  if (account === undefined) return undefined;
  const iban = (account.find('ram:IBANID') ?? account.find('ram:ProprietaryID'))?.text;
  // The rules say if there must be one (BR-61).
  if (iban === undefined) return undefined;
  return omitUndefined({
    iban,
    name: account.find('ram:AccountName')?.text,
    bic: means.find('ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID')?.text,
  });
}

/** Reads the breakdown of the VAT (BG-23). */
export function readCiiBreakdown(settlement: ElementCursor, currency: string): VatBreakdown[] {
  return settlement.all('ram:ApplicableTradeTax').map((part) => {
    assertVat(part);
    return omitUndefined({
      ...readTreatment(part, ciiTax, {
        category: terms.breakdownCategory,
        rateTerm: 'BT-119',
        rateRule: 'BR-48',
      }),
      baseMinor: requireAmount(part, 'ram:BasisAmount', currency, terms.breakdownBase),
      taxMinor: requireAmount(part, 'ram:CalculatedAmount', currency, terms.breakdownTax),
      exemptionReason: part.find('ram:ExemptionReason')?.text,
      exemptionCode: part.find('ram:ExemptionReasonCode')?.text,
    });
  });
}

/** Reads the event that makes the VAT due (BT-8), which each part of the breakdown names. */
export function readCiiTaxPoint(settlement: ElementCursor): TaxPoint | undefined {
  const codes = settlement
    .all('ram:ApplicableTradeTax')
    .flatMap((part) => part.find('ram:DueDateTypeCode') ?? []);
  const found = codes.map((code) => {
    const point = taxPoints.get(code.text);
    if (point === undefined)
      code.refuse('BT-8', `is ${quoteValue(code.text)}: it must be 5, 29 or 72 (UNTDID 2475)`);
    return point;
  });
  const [first] = found;
  const other = found.findIndex((point) => point !== first);
  codes[other]?.refuse('BT-8', 'is not the same in all parts of the breakdown: a document has one');
  return first;
}

/** Reads the allowances and charges of the document (BG-20, BG-21). */
export function readCiiAdjustments(settlement: ElementCursor, currency: string): DocumentLevelAdjustment[] {
  return settlement.all('ram:SpecifiedTradeAllowanceCharge').map((element) => {
    const adjustment = readCiiAdjustment(element, currency, 'document');
    const own = adjustmentTerms.document[adjustment.isCharge ? 'charge' : 'allowance'];
    const tax = requireElement(element, 'ram:CategoryTradeTax', own.category);
    assertVat(tax);
    return {
      ...adjustment,
      vat:
        tax === undefined
          ? { category: 'S', rateMilli: 0 }
          : readTreatment(tax, ciiTax, { category: own.category, rateTerm: own.rate }),
    };
  });
}

/** Reads the sums (BG-22), and the VAT in the currency of the tax office. */
export function readCiiTotals(
  settlement: ElementCursor,
  currency: string,
): { readonly totals: DocumentTotals; readonly accountingTax: AccountingTax | undefined } {
  const path = 'ram:SpecifiedTradeSettlementHeaderMonetarySummation';
  const sums = requireElement(settlement, path, terms.totals);
  const taxCurrency = readCurrency(settlement.find('ram:TaxCurrencyCode'), 'BT-6');
  const isOther = taxCurrency !== '' && taxCurrency !== currency;
  const taxes = sums?.all('ram:TaxTotalAmount') ?? [];
  const ofAccounting = isOther ? taxes.find((tax) => tax.attribute('currencyID') === taxCurrency) : undefined;
  if (isOther && ofAccounting === undefined)
    sums?.refuse('BT-111', `has no ram:TaxTotalAmount in ${taxCurrency}, the currency of the VAT`, 'BR-53');
  const ofDocument = taxes.find((tax) => tax !== ofAccounting);
  const optional = (name: string, term: string) => {
    const element = sums?.find(`ram:${name}`);
    return (element && readAmount(element, currency, term)) ?? 0n;
  };
  const required = (name: string, term: (typeof terms)[keyof typeof terms]) =>
    sums === undefined ? 0n : requireAmount(sums, `ram:${name}`, currency, term);
  return {
    totals: {
      lineMinor: required('LineTotalAmount', terms.lineTotal),
      allowanceMinor: optional('AllowanceTotalAmount', 'BT-107'),
      chargeMinor: optional('ChargeTotalAmount', 'BT-108'),
      netMinor: required('TaxBasisTotalAmount', terms.net),
      taxMinor: (ofDocument && readAmount(ofDocument, currency, 'BT-110')) ?? 0n,
      grossMinor: required('GrandTotalAmount', terms.gross),
      paidMinor: optional('TotalPrepaidAmount', 'BT-113'),
      roundingMinor: optional('RoundingAmount', 'BT-114'),
      dueMinor: required('DuePayableAmount', terms.due),
    },
    accountingTax:
      ofAccounting === undefined
        ? undefined
        : { currency: taxCurrency, taxMinor: readAmount(ofAccounting, taxCurrency, 'BT-111') ?? 0n },
  };
}

/** Reads the invoices that a credit note corrects (BG-3). */
export function readCiiPreceding(settlement: ElementCursor): PrecedingInvoice[] {
  return settlement.all('ram:InvoiceReferencedDocument').map((element) => {
    const day = element.find('ram:FormattedIssueDateTime');
    return omitUndefined({
      number: requireText(element, 'ram:IssuerAssignedID', terms.precedingNumber),
      issueDate: day && readCiiDay(day, 'BT-26'),
    });
  });
}
