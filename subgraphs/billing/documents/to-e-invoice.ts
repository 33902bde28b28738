import type { DocumentLevelAdjustment, DocumentTotals, VatBreakdown } from '#documents/model/amounts.ts';
import type { DocumentReferences, EInvoice, PrecedingInvoice } from '#documents/model/e-invoice.ts';
import type { DocumentLanguage } from '#documents/pdf/words.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { toMentionText, toText } from '#schema/seller/seller-texts.ts';
import type { ExemptCategory } from '#schema/tax-category.ts';
import { type DocumentAdjustment, toSignedShares } from '../domain/adjustment.ts';
import type { DocumentDetails } from '../domain/document-details.ts';
import type { InvoiceKind } from '../domain/invoice-origin.ts';
import type { Line } from '../domain/line.ts';
import { toGroupKey } from '../domain/tax-group.ts';
import { toTaxSubtotals } from '../domain/totals.ts';
import { type DocumentSign, toDocumentLine, toVatTreatment } from './document-lines.ts';
import { type FrozenCustomer, toBuyerParty, toSellerParty } from './document-parties.ts';
import { toDelivery } from './to-delivery.ts';

/** An issued invoice or credit note with all that it froze. */
export interface FrozenDocument extends FrozenCustomer, DocumentDetails {
  readonly kind: InvoiceKind;
  readonly number: string;
  readonly issueDate: string;
  readonly dueDate: string | null;
  readonly currency: string;
  readonly note: string | null;
  readonly isTaxedByLine: boolean;
  readonly pricesIncludeTax: boolean;
  readonly adjustments: readonly DocumentAdjustment[] | null;
  /** In their order. */
  readonly lines: readonly Omit<Line, 'productId'>[];
  readonly seller: SellerDetails;
  /** The invoice that a credit note credits. */
  readonly precedingInvoice?: PrecedingInvoice;
}

/** Codes of the VATEX list; an exemption has a reason in words. */
const exemptionCodes: Readonly<Partial<Record<ExemptCategory, string>>> = {
  AE: 'VATEX-EU-AE',
  K: 'VATEX-EU-IC',
  G: 'VATEX-EU-G',
};

/** The terms of payment of a document without a due date (BT-20). */
const onReceipt: Readonly<Record<DocumentLanguage, string>> = {
  en: 'Payable on receipt',
  fr: 'Payable à réception',
};

/**
 * Converts an issued document into the model of EN 16931. The figures are billing's own; nothing is computed anew.
 *
 * @param language of the words that are not the document's own
 */
export function toEInvoice(frozen: FrozenDocument, language: DocumentLanguage = 'en'): EInvoice {
  const { kind, number, issueDate, dueDate, currency, seller, note } = frozen;
  const sign = kind === 'CREDIT_NOTE' ? -1n : 1n;
  const lines = frozen.lines.map((line, index) =>
    toDocumentLine(line, index + 1, { sign, pricesIncludeTax: frozen.pricesIncludeTax }),
  );
  const vatBreakdown = toBreakdown(frozen, sign);
  const adjustments = toDocumentAdjustments(frozen.adjustments, sign);
  const totals = toTotals(lines, adjustments, vatBreakdown);
  const buyer = toBuyerParty(frozen);
  return {
    typeCode: kind === 'CREDIT_NOTE' ? '381' : '380',
    number,
    issueDate,
    currency,
    ...(dueDate !== null && { dueDate }),
    ...toReferences(frozen),
    ...toNotes(note, seller, language),
    ...toTaxTerms(frozen),
    seller: toSellerParty(seller, language),
    buyer,
    ...toDelivery(
      frozen,
      buyer,
      vatBreakdown.some(({ category }) => category === 'K'),
    ),
    ...(seller.bankAccount !== undefined && { payment: toPayment(seller.bankAccount, seller.name, number) }),
    ...toPaymentTerms(frozen, language),
    ...(adjustments.length > 0 && { adjustments }),
    totals,
    vatBreakdown,
    lines,
  };
}

/** The numbers of other documents: those that were given, and the invoice of a credit note. */
function toReferences(frozen: FrozenDocument): Pick<EInvoice, 'references'> {
  const { purchaseOrder, buyerReference, contract, precedingInvoice } = frozen;
  const references: DocumentReferences = {
    ...(buyerReference !== null && { buyerReference }),
    ...(contract !== null && { contract }),
    ...(purchaseOrder !== null && { purchaseOrder }),
    ...(precedingInvoice !== undefined && { precedingInvoices: [precedingInvoice] }),
  };
  return Object.keys(references).length > 0 ? { references } : {};
}

/** The note of the document, then what the law asks for (BG-1). */
function toNotes(
  note: string | null,
  { legalMentions }: SellerDetails,
  language: DocumentLanguage,
): Pick<EInvoice, 'notes'> {
  const mentions = legalMentions.map((mention) => {
    const text = toMentionText(mention, language);
    const subjectCode = typeof mention === 'string' ? undefined : mention.subject;
    return { ...(subjectCode !== undefined && { subjectCode }), text };
  });
  const notes = [...(note === null ? [] : [{ text: note }]), ...mentions];
  return notes.length > 0 ? { notes } : {};
}

/** In France the codes of the kinds of operations (BT-23). */
const operationCodes: Readonly<Record<NonNullable<SellerDetails['operations']>, string>> = {
  GOODS: 'B1',
  SERVICES: 'S1',
  MIXED: 'M1',
};

/** The event that makes VAT due, and the kind of operation: that of the document, or of all that the seller does. */
function toTaxTerms({
  operationKind,
  seller: { vatOnDebits, operations },
}: FrozenDocument): Pick<EInvoice, 'taxPoint' | 'businessProcess'> {
  const kind = operationKind ?? operations;
  return {
    ...(vatOnDebits === true && { taxPoint: 'ISSUE' }),
    ...(kind !== undefined && { businessProcess: operationCodes[kind] }),
  };
}

/** BT-20. */
function toPaymentTerms(
  { dueDate, seller: { paymentTerms } }: FrozenDocument,
  language: DocumentLanguage,
): Pick<EInvoice, 'paymentTerms'> {
  if (paymentTerms !== undefined) return { paymentTerms: toText(paymentTerms, language) };
  return dueDate === null ? { paymentTerms: onReceipt[language] } : {};
}

function toPayment(
  { iban, bic }: NonNullable<SellerDetails['bankAccount']>,
  name: string,
  remittance: string,
) {
  // UNCL 4461: 30 is a credit transfer.
  return { meansCode: '30', remittance, accounts: [{ iban, name, ...(bic !== undefined && { bic }) }] };
}

/** One for each part of an allowance or a charge, since each has one rate (BG-20, BG-21). */
function toDocumentAdjustments(
  adjustments: readonly DocumentAdjustment[] | null,
  sign: DocumentSign,
): DocumentLevelAdjustment[] {
  return (adjustments ?? []).flatMap(({ isCharge, reason, shares }) =>
    shares
      .filter(({ netMinor }) => netMinor !== 0n)
      .map((share) => ({
        isCharge,
        amountMinor: sign * share.netMinor,
        reason,
        vat: toVatTreatment(share),
      })),
  );
}

function toBreakdown(frozen: FrozenDocument, sign: DocumentSign): VatBreakdown[] {
  const parts = [...frozen.lines, ...toSignedShares(frozen.adjustments)];
  return toTaxSubtotals(parts, frozen.isTaxedByLine || frozen.pricesIncludeTax).map((group) => {
    const reasons = parts
      .filter((part) => toGroupKey(part) === toGroupKey(group))
      .flatMap(({ taxExemptionReason }) => taxExemptionReason ?? []);
    const code = group.taxCategory === null ? undefined : exemptionCodes[group.taxCategory];
    return {
      ...toVatTreatment(group),
      baseMinor: sign * group.netMinor,
      taxMinor: sign * group.taxMinor,
      ...(reasons.length > 0 && { exemptionReason: [...new Set(reasons)].join('; ') }),
      ...(code !== undefined && { exemptionCode: code }),
    };
  });
}

function toTotals(
  lines: EInvoice['lines'],
  adjustments: readonly DocumentLevelAdjustment[],
  breakdown: readonly VatBreakdown[],
): DocumentTotals {
  const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  const sumOf = (isCharge: boolean) =>
    sum(adjustments.filter((one) => one.isCharge === isCharge).map(({ amountMinor }) => amountMinor));
  const netMinor = sum(breakdown.map(({ baseMinor }) => baseMinor));
  const taxMinor = sum(breakdown.map((part) => part.taxMinor));
  const grossMinor = netMinor + taxMinor;
  return {
    lineMinor: sum(lines.map((line) => line.netMinor)),
    allowanceMinor: sumOf(false),
    chargeMinor: sumOf(true),
    netMinor,
    taxMinor,
    grossMinor,
    // The document is as it was issued: nothing was paid then.
    paidMinor: 0n,
    roundingMinor: 0n,
    dueMinor: grossMinor,
  };
}
