import type { DocumentNote, DocumentReferences, EInvoice } from '../../model/e-invoice.ts';
import type { DocumentDelivery, SellerParty } from '../../model/party.ts';
import { readCurrency, readTypeCode } from '../codes.ts';
import { readCiiDay } from '../days.ts';
import type { ElementCursor, Namespaces } from '../element-cursor.ts';
import { omitIfEmpty, omitUndefined, unlessNone } from '../present-members.ts';
import { terms } from '../terms.ts';
import { requireElement, requireText } from '../values.ts';
import { readCiiLine } from './read-cii-line.ts';
import { readCiiIdentifier, readCiiPeriod } from './read-cii-parts.ts';
import { readCiiAddress, readCiiBuyer, readCiiSeller } from './read-cii-party.ts';
import {
  readCiiAdjustments,
  readCiiBreakdown,
  readCiiPayment,
  readCiiPreceding,
  readCiiTaxPoint,
  readCiiTotals,
} from './read-cii-settlement.ts';

const standard = 'urn:un:unece:uncefact:data:standard';

/** The namespaces of CII D16B, by the prefixes that paths use. */
export const ciiNamespaces: Namespaces = {
  rsm: `${standard}:CrossIndustryInvoice:100`,
  qdt: `${standard}:QualifiedDataType:100`,
  ram: `${standard}:ReusableAggregateBusinessInformationEntity:100`,
  udt: `${standard}:UnqualifiedDataType:100`,
};

const noParty: SellerParty = { name: '', address: { countryCode: '' } };

/** Reads a document in CII, as EN 16931-3-3 maps it. The result counts only if the cursor's log has no problems. */
export function readCii(root: ElementCursor): EInvoice {
  const transaction = root.find('rsm:SupplyChainTradeTransaction') ?? root;
  const agreement = transaction.find('ram:ApplicableHeaderTradeAgreement') ?? transaction;
  const settlement = transaction.find('ram:ApplicableHeaderTradeSettlement') ?? transaction;
  const delivery = transaction.find('ram:ApplicableHeaderTradeDelivery');
  requireText(settlement, 'ram:InvoiceCurrencyCode', terms.currency);
  const currency = readCurrency(settlement.find('ram:InvoiceCurrencyCode'), 'BT-5');
  const issued = requireElement(root, 'rsm:ExchangedDocument/ram:IssueDateTime', terms.issueDate);
  const seller = requireElement(agreement, 'ram:SellerTradeParty', terms.seller);
  const buyer = requireElement(agreement, 'ram:BuyerTradeParty', terms.buyer);
  const payment = readCiiPayment(settlement);
  const paymentTerms = settlement.find('ram:SpecifiedTradePaymentTerms');
  const due = paymentTerms?.find('ram:DueDateDateTime');
  const { totals, accountingTax } = readCiiTotals(settlement, currency);
  return omitUndefined({
    typeCode: readTypeCode(root, 'rsm:ExchangedDocument/ram:TypeCode', ['380', '381']),
    number: requireText(root, 'rsm:ExchangedDocument/ram:ID', terms.number),
    issueDate: readCiiDay(issued, 'BT-2', 'BR-03') ?? '',
    currency,
    accountingTax,
    taxPoint: readCiiTaxPoint(settlement),
    dueDate: due && readCiiDay(due, 'BT-9'),
    references: readReferences(agreement, settlement, delivery),
    notes: unlessNone(readNotes(root)),
    businessProcess: root.find(
      'rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID',
    )?.text,
    seller: seller === undefined ? noParty : readCiiSeller(seller),
    buyer: buyer === undefined ? noParty : readCiiBuyer(buyer),
    delivery: readDelivery(delivery, settlement),
    payment,
    paymentTerms: paymentTerms?.find('ram:Description')?.text,
    adjustments: unlessNone(readCiiAdjustments(settlement, currency)),
    totals,
    vatBreakdown: readCiiBreakdown(settlement, currency),
    lines: transaction.all('ram:IncludedSupplyChainTradeLineItem').map((line) => readCiiLine(line, currency)),
  });
}

function readNotes(root: ElementCursor): DocumentNote[] {
  const notes = root.find('rsm:ExchangedDocument')?.all('ram:IncludedNote') ?? [];
  return notes.flatMap((note) => {
    const text = note.find('ram:Content')?.text;
    const subjectCode = note.find('ram:SubjectCode')?.text;
    return text === undefined ? [] : [omitUndefined({ subjectCode, text })];
  });
}

function readReferences(
  agreement: ElementCursor,
  settlement: ElementCursor,
  delivery: ElementCursor | undefined,
): DocumentReferences | undefined {
  const refer = (parent: ElementCursor | undefined, name: string) =>
    parent?.find(`ram:${name}/ram:IssuerAssignedID`)?.text;
  const project = agreement.find('ram:SpecifiedProcuringProject');
  // The schema asks for a name, which is not a term of EN 16931.
  project?.find('ram:Name')?.pass();
  return omitIfEmpty({
    buyerReference: agreement.find('ram:BuyerReference')?.text,
    project: project?.find('ram:ID')?.text,
    contract: refer(agreement, 'ContractReferencedDocument'),
    purchaseOrder: refer(agreement, 'BuyerOrderReferencedDocument'),
    salesOrder: refer(agreement, 'SellerOrderReferencedDocument'),
    despatchAdvice: refer(delivery, 'DespatchAdviceReferencedDocument'),
    buyerAccounting: settlement.find('ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID')?.text,
    precedingInvoices: unlessNone(readCiiPreceding(settlement)),
  });
}

function readDelivery(
  delivery: ElementCursor | undefined,
  settlement: ElementCursor,
): DocumentDelivery | undefined {
  const place = delivery?.find('ram:ShipToTradeParty');
  const address = place?.find('ram:PostalTradeAddress');
  const date = delivery?.find('ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime');
  return omitIfEmpty({
    recipientName: place?.find('ram:Name')?.text,
    locationId: readCiiIdentifier(place?.find('ram:GlobalID') ?? place?.find('ram:ID')),
    date: date && readCiiDay(date, 'BT-72'),
    period: readCiiPeriod(settlement.find('ram:BillingSpecifiedPeriod')),
    address: address && readCiiAddress(address, terms.deliveryCountry),
  });
}
