import type { EInvoice, PaymentInstructions, TaxPoint } from '../model/e-invoice.ts';
import { formatAmount, formatUnlessZero } from '../xml/figures.ts';
import type { OptionalElement } from '../xml/xml-element.ts';
import { ciiDay, ciiGroup, ciiText, createAdjustment, createCiiPeriod, formatCiiRate } from './elements.ts';

/** UNTDID 2475, as CII codes BT-8. */
const taxPointCodes: Readonly<Record<TaxPoint, string>> = {
  ISSUE: '5',
  DELIVERY: '29',
  PAYMENT: '72',
};

/** Payment, VAT, allowances, charges and sums. */
export function createSettlement(document: EInvoice): OptionalElement {
  const { currency, payment, accountingTax, references, adjustments = [] } = document;
  return ciiGroup('ApplicableHeaderTradeSettlement', [
    ciiText('PaymentReference', payment?.remittance),
    ciiText('TaxCurrencyCode', accountingTax?.currency),
    ciiText('InvoiceCurrencyCode', currency),
    ...createPaymentMeans(payment),
    ...createBreakdown(document),
    createCiiPeriod(document.delivery?.period),
    ...adjustments.map((adjustment) => createAdjustment(adjustment, currency)),
    ciiGroup('SpecifiedTradePaymentTerms', [
      ciiText('Description', document.paymentTerms),
      ciiDay('DueDateDateTime', document.dueDate),
    ]),
    createTotals(document),
    ...(references?.precedingInvoices ?? []).map(({ number, issueDate }) =>
      ciiGroup('InvoiceReferencedDocument', [
        ciiText('IssuerAssignedID', number),
        ciiDay('FormattedIssueDateTime', issueDate, 'qdt'),
      ]),
    ),
    ciiGroup('ReceivableSpecifiedTradeAccountingAccount', [ciiText('ID', references?.buyerAccounting)]),
  ]);
}

/** One for each account, as CII has it. */
function createPaymentMeans(payment: PaymentInstructions | undefined): OptionalElement[] {
  if (payment === undefined) return [];
  const accounts = payment.accounts ?? [];
  return (accounts.length === 0 ? [undefined] : accounts).map((account) =>
    ciiGroup('SpecifiedTradeSettlementPaymentMeans', [
      ciiText('TypeCode', payment.meansCode),
      ciiText('Information', payment.meansText),
      ciiGroup('PayeePartyCreditorFinancialAccount', [
        ciiText('IBANID', account?.iban),
        ciiText('AccountName', account?.name),
      ]),
      ciiGroup('PayeeSpecifiedCreditorFinancialInstitution', [ciiText('BICID', account?.bic)]),
    ]),
  );
}

function createBreakdown({ vatBreakdown, currency, taxPoint }: EInvoice): OptionalElement[] {
  return vatBreakdown.map((part) =>
    ciiGroup('ApplicableTradeTax', [
      ciiText('CalculatedAmount', formatAmount(part.taxMinor, currency)),
      ciiText('TypeCode', 'VAT'),
      ciiText('ExemptionReason', part.exemptionReason),
      ciiText('BasisAmount', formatAmount(part.baseMinor, currency)),
      ciiText('CategoryCode', part.category),
      ciiText('ExemptionReasonCode', part.exemptionCode),
      ciiText('DueDateTypeCode', taxPoint && taxPointCodes[taxPoint]),
      ciiText('RateApplicablePercent', formatCiiRate(part)),
    ]),
  );
}

function createTotals({ totals, currency, accountingTax }: EInvoice): OptionalElement {
  return ciiGroup('SpecifiedTradeSettlementHeaderMonetarySummation', [
    ciiText('LineTotalAmount', formatAmount(totals.lineMinor, currency)),
    ciiText('ChargeTotalAmount', formatUnlessZero(totals.chargeMinor, currency)),
    ciiText('AllowanceTotalAmount', formatUnlessZero(totals.allowanceMinor, currency)),
    ciiText('TaxBasisTotalAmount', formatAmount(totals.netMinor, currency)),
    ciiText('TaxTotalAmount', formatAmount(totals.taxMinor, currency), { currencyID: currency }),
    accountingTax &&
      ciiText('TaxTotalAmount', formatAmount(accountingTax.taxMinor, accountingTax.currency), {
        currencyID: accountingTax.currency,
      }),
    ciiText('RoundingAmount', formatUnlessZero(totals.roundingMinor, currency)),
    ciiText('GrandTotalAmount', formatAmount(totals.grossMinor, currency)),
    ciiText('TotalPrepaidAmount', formatUnlessZero(totals.paidMinor, currency)),
    ciiText('DuePayableAmount', formatAmount(totals.dueMinor, currency)),
  ]);
}
