import type { DocumentNote, DocumentReferences, EInvoice, TaxPoint } from '../model/e-invoice.ts';
import { writeXml } from '../xml/write-xml.ts';
import type { OptionalElement } from '../xml/xml-element.ts';
import { aggregate, basic, createAllowanceCharge, createUblPeriod } from './elements.ts';
import { createUblLine } from './line.ts';
import { createCustomer, createDelivery, createSupplier } from './party.ts';
import { createPaymentMeans } from './payment.ts';
import { createMonetaryTotal, createTaxTotals } from './totals.ts';

/** UNTDID 2005, as UBL codes BT-8. */
const periodCodes: Readonly<Record<TaxPoint, string>> = { ISSUE: '3', DELIVERY: '35', PAYMENT: '432' };
/** Stands for the buyer's order where only the seller's is known: UBL asks for the former. */
const unknownOrder = 'NA';
/** UNTDID 1001: a credit note of UBL has no element for a project (BT-11), but a document of this type. */
const projectDocumentType = '50';

/**
 * Writes a document in the syntax of UBL 2.1, as EN 16931-3-2 maps it: an `Invoice` or a `CreditNote`. Equal documents give
 * equal texts.
 *
 * @throws {RangeError} if a text has a character that XML 1.0 cannot carry; the rules name it before
 */
export function writeUbl(document: EInvoice): string {
  const { typeCode, currency, references = {}, taxPoint, adjustments = [] } = document;
  const isCreditNote = typeCode === '381';
  const root = isCreditNote ? 'CreditNote' : 'Invoice';
  const notes = (document.notes ?? []).map((note) => basic('Note', formatNote(note)));
  const content: readonly OptionalElement[] = [
    basic('CustomizationID', 'urn:cen.eu:en16931:2017'),
    basic('ProfileID', document.businessProcess),
    basic('ID', document.number),
    basic('IssueDate', document.issueDate),
    isCreditNote ? undefined : basic('DueDate', document.dueDate),
    basic(`${root}TypeCode`, typeCode),
    ...notes,
    basic('DocumentCurrencyCode', currency),
    basic('TaxCurrencyCode', document.accountingTax?.currency),
    basic('AccountingCost', references.buyerAccounting),
    basic('BuyerReference', references.buyerReference),
    createUblPeriod(document.delivery?.period, taxPoint && periodCodes[taxPoint]),
    ...createReferences(references, isCreditNote),
    createSupplier(document.seller),
    createCustomer(document.buyer),
    createDelivery(document.delivery),
    ...createPaymentMeans(document),
    aggregate('PaymentTerms', [basic('Note', document.paymentTerms)]),
    ...adjustments.map((adjustment) => createAllowanceCharge(adjustment, currency)),
    ...createTaxTotals(document),
    createMonetaryTotal(document),
    ...document.lines.map((line) => createUblLine(line, typeCode, currency)),
  ];
  return writeXml({
    name: root,
    attributes: {
      xmlns: `urn:oasis:names:specification:ubl:schema:xsd:${root}-2`,
      'xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
      'xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
    },
    content: content.filter((child) => child !== undefined),
  });
}

/** UBL has no element for the subject of a note; EN 16931-3-2 puts its code between two number signs. */
function formatNote({ subjectCode, text }: DocumentNote): string {
  return subjectCode === undefined ? text : `#${subjectCode}#${text}`;
}

function createReferences(references: DocumentReferences, isCreditNote: boolean): OptionalElement[] {
  const { salesOrder, project, purchaseOrder = salesOrder && unknownOrder } = references;
  const refer = (name: string, number: string | undefined) => aggregate(name, [basic('ID', number)]);
  return [
    aggregate('OrderReference', [basic('ID', purchaseOrder), basic('SalesOrderID', salesOrder)]),
    ...(references.precedingInvoices ?? []).map(({ number, issueDate }) =>
      aggregate('BillingReference', [
        aggregate('InvoiceDocumentReference', [basic('ID', number), basic('IssueDate', issueDate)]),
      ]),
    ),
    refer('DespatchDocumentReference', references.despatchAdvice),
    refer('ContractDocumentReference', references.contract),
    isCreditNote && project !== undefined
      ? aggregate('AdditionalDocumentReference', [
          basic('ID', project),
          basic('DocumentTypeCode', projectDocumentType),
        ])
      : refer('ProjectReference', project),
  ];
}
