import type { DocumentNote, DocumentReferences, EInvoice, TaxPoint } from '../../model/e-invoice.ts';
import type { DocumentDelivery, SellerParty } from '../../model/party.ts';
import { readCurrency, readTypeCode } from '../codes.ts';
import { readIsoDay } from '../days.ts';
import type { ElementCursor, Namespaces } from '../element-cursor.ts';
import { omitIfEmpty, omitUndefined, unlessNone } from '../present-members.ts';
import { terms } from '../terms.ts';
import { quoteValue, requireElement, requireText } from '../values.ts';
import { readUblLine, ublLineNames } from './read-ubl-line.ts';
import { readUblIdentifier, readUblPeriod } from './read-ubl-parts.ts';
import { readUblAddress, readUblBuyer, readUblSeller } from './read-ubl-party.ts';
import { readUblDueDate, readUblPayment } from './read-ubl-payment.ts';
import { readUblAdjustments, readUblTaxes, readUblTotals } from './read-ubl-totals.ts';

const standard = 'urn:oasis:names:specification:ubl:schema:xsd';

/** The namespaces of UBL 2, by the prefixes that paths use. */
export const ublNamespaces: Namespaces = {
  cac: `${standard}:CommonAggregateComponents-2`,
  cbc: `${standard}:CommonBasicComponents-2`,
};
/** The two documents that are read, by the namespaces of their roots. */
export const ublRoots: Readonly<Record<string, keyof typeof ublLineNames>> = {
  [`${standard}:Invoice-2`]: 'Invoice',
  [`${standard}:CreditNote-2`]: 'CreditNote',
};

/** The type of each document: another in it would turn the sign of its amounts around. */
const typeCodes = { Invoice: ['380'], CreditNote: ['381'] } as const;
/** UNTDID 2005, as UBL codes BT-8. */
const taxPoints: ReadonlyMap<string | undefined, TaxPoint> = new Map([
  ['3', 'ISSUE'],
  ['35', 'DELIVERY'],
  ['432', 'PAYMENT'],
]);
/** Stands for the buyer's order where only the seller's is known. */
const unknownOrder = 'NA';
/** UNTDID 1001: the document that stands for the project in a credit note. */
const projectDocumentType = '50';
const noParty: SellerParty = { name: '', address: { countryCode: '' } };

/** Reads a document in UBL, as EN 16931-3-2 maps it. The result counts only if the cursor's log has no problems. */
export function readUbl(root: ElementCursor, kind: keyof typeof ublLineNames): EInvoice {
  const names = ublLineNames[kind];
  requireText(root, 'cbc:DocumentCurrencyCode', terms.currency);
  const currency = readCurrency(root.find('cbc:DocumentCurrencyCode'), 'BT-5');
  const issued = requireElement(root, 'cbc:IssueDate', terms.issueDate);
  const seller = requireElement(root, 'cac:AccountingSupplierParty/cac:Party', terms.seller);
  const buyer = requireElement(root, 'cac:AccountingCustomerParty/cac:Party', terms.buyer);
  const { taxMinor, vatBreakdown, accountingTax } = readUblTaxes(root, currency);
  return omitUndefined({
    typeCode: readTypeCode(root, `cbc:${kind}TypeCode`, typeCodes[kind]),
    number: requireText(root, 'cbc:ID', terms.number),
    issueDate: (issued && readIsoDay(issued, 'BT-2', 'BR-03')) ?? '',
    currency,
    accountingTax,
    taxPoint: readTaxPoint(root),
    dueDate: readUblDueDate(root),
    references: readReferences(root),
    notes: unlessNone(root.all('cbc:Note').flatMap((note) => readNote(note.text))),
    businessProcess: root.find('cbc:ProfileID')?.text,
    seller: seller === undefined ? noParty : readUblSeller(seller),
    buyer: buyer === undefined ? noParty : readUblBuyer(buyer),
    delivery: readDelivery(root),
    payment: readUblPayment(root),
    paymentTerms: root.find('cac:PaymentTerms/cbc:Note')?.text,
    adjustments: unlessNone(readUblAdjustments(root, currency)),
    totals: readUblTotals(root, currency, taxMinor),
    vatBreakdown,
    lines: root.all(names.line).map((line) => readUblLine(line, names.quantity, currency)),
  });
}

/** UBL has no element for the subject of a note; EN 16931-3-2 puts its code between two number signs. */
function readNote(text: string | undefined): DocumentNote[] {
  if (text === undefined) return [];
  const [, subjectCode, rest] = /^#([A-Z]{3})#(.+)$/s.exec(text) ?? [];
  return [subjectCode === undefined || rest === undefined ? { text } : { subjectCode, text: rest }];
}

function readTaxPoint(root: ElementCursor): TaxPoint | undefined {
  const code = root.find('cac:InvoicePeriod/cbc:DescriptionCode');
  if (code === undefined) return undefined;
  const point = taxPoints.get(code.text);
  if (point === undefined)
    code.refuse('BT-8', `is ${quoteValue(code.text)}: it must be 3, 35 or 432 (UNTDID 2005)`);
  return point;
}

function readReferences(root: ElementCursor): DocumentReferences | undefined {
  const salesOrder = root.find('cac:OrderReference/cbc:SalesOrderID')?.text;
  const purchaseOrder = root.find('cac:OrderReference/cbc:ID')?.text;
  const isUnknown = salesOrder !== undefined && purchaseOrder === unknownOrder;
  const preceding = root.all('cac:BillingReference').flatMap((one) => {
    const document = one.find('cac:InvoiceDocumentReference');
    const day = document?.find('cbc:IssueDate');
    const number = document && requireText(document, 'cbc:ID', terms.precedingNumber);
    return number === undefined
      ? []
      : [omitUndefined({ number, issueDate: day && readIsoDay(day, 'BT-26') })];
  });
  return omitIfEmpty({
    buyerReference: root.find('cbc:BuyerReference')?.text,
    project: root.find('cac:ProjectReference/cbc:ID')?.text ?? readProject(root),
    contract: root.find('cac:ContractDocumentReference/cbc:ID')?.text,
    purchaseOrder: isUnknown ? undefined : purchaseOrder,
    salesOrder,
    despatchAdvice: root.find('cac:DespatchDocumentReference/cbc:ID')?.text,
    buyerAccounting: root.find('cbc:AccountingCost')?.text,
    precedingInvoices: unlessNone(preceding),
  });
}

/** A credit note of UBL has a document of another type for it. */
function readProject(root: ElementCursor): string | undefined {
  return root
    .all('cac:AdditionalDocumentReference')
    .find((one) => one.find('cbc:DocumentTypeCode')?.text === projectDocumentType)
    ?.find('cbc:ID')?.text;
}

function readDelivery(root: ElementCursor): DocumentDelivery | undefined {
  const delivery = root.find('cac:Delivery');
  const address = delivery?.find('cac:DeliveryLocation/cac:Address');
  const date = delivery?.find('cbc:ActualDeliveryDate');
  return omitIfEmpty({
    recipientName: delivery?.find('cac:DeliveryParty/cac:PartyName/cbc:Name')?.text,
    locationId: readUblIdentifier(delivery?.find('cac:DeliveryLocation/cbc:ID')),
    date: date && readIsoDay(date, 'BT-72'),
    period: readUblPeriod(root.find('cac:InvoicePeriod')),
    address: address && readUblAddress(address, terms.deliveryCountry),
  });
}
