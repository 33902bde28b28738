import type { EInvoice } from '../model/e-invoice.ts';
import { writeXml } from '../xml/write-xml.ts';
import {
  createElement,
  createTextElement,
  type OptionalElement,
  type XmlElement,
} from '../xml/xml-element.ts';
import { ciiDay, ciiGroup, ciiText } from './elements.ts';
import { createCiiLine } from './line.ts';
import { createAddress, createBuyer, createSeller } from './party.ts';
import { createSettlement } from './settlement.ts';

/** BT-24: the whole of EN 16931, which is also the profile EN 16931 of Factur-X. */
const guideline = 'urn:cen.eu:en16931:2017';

const namespaces = {
  'xmlns:rsm': 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  'xmlns:qdt': 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
  'xmlns:ram': 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  'xmlns:udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
};

/**
 * Writes a document in the syntax of UN/CEFACT's Cross Industry Invoice, as EN 16931-3-3 maps it: the XML of Factur-X. Equal
 * documents give equal texts.
 *
 * @throws {RangeError} if a text has a character that XML 1.0 cannot carry; the rules name it before
 */
export function writeCii(document: EInvoice): string {
  const content: readonly OptionalElement[] = [
    createElement('rsm:ExchangedDocumentContext', [
      ciiGroup('BusinessProcessSpecifiedDocumentContextParameter', [ciiText('ID', document.businessProcess)]),
      ciiGroup('GuidelineSpecifiedDocumentContextParameter', [ciiText('ID', guideline)]),
    ]),
    createElement('rsm:ExchangedDocument', [
      ciiText('ID', document.number),
      ciiText('TypeCode', document.typeCode),
      ciiDay('IssueDateTime', document.issueDate),
      ...(document.notes ?? []).map((note) =>
        ciiGroup('IncludedNote', [ciiText('Content', note.text), ciiText('SubjectCode', note.subjectCode)]),
      ),
    ]),
    createElement('rsm:SupplyChainTradeTransaction', [
      ...document.lines.map((line) => createCiiLine(line, document.currency)),
      createAgreement(document),
      createDelivery(document),
      createSettlement(document),
    ]),
  ];
  const root: XmlElement = {
    name: 'rsm:CrossIndustryInvoice',
    attributes: namespaces,
    content: content.filter((child) => child !== undefined),
  };
  return writeXml(root);
}

function createAgreement({ seller, buyer, references = {} }: EInvoice): OptionalElement {
  const { project } = references;
  const refer = (name: string, number: string | undefined) =>
    ciiGroup(name, [ciiText('IssuerAssignedID', number)]);
  return ciiGroup('ApplicableHeaderTradeAgreement', [
    ciiText('BuyerReference', references.buyerReference),
    createSeller(seller),
    createBuyer(buyer),
    refer('SellerOrderReferencedDocument', references.salesOrder),
    refer('BuyerOrderReferencedDocument', references.purchaseOrder),
    refer('ContractReferencedDocument', references.contract),
    // The schema asks for a name, which EN 16931 does not have.
    project === undefined
      ? undefined
      : ciiGroup('SpecifiedProcuringProject', [ciiText('ID', project), ciiText('Name', 'Project reference')]),
  ]);
}

/** The schema asks for the element, also where nothing is in it. */
function createDelivery({ delivery, references }: EInvoice): OptionalElement {
  const location = delivery?.locationId;
  const isGlobal = location?.scheme !== undefined;
  const found = ciiGroup('ApplicableHeaderTradeDelivery', [
    ciiGroup('ShipToTradeParty', [
      isGlobal
        ? ciiText('GlobalID', location?.id, { schemeID: location?.scheme })
        : ciiText('ID', location?.id),
      ciiText('Name', delivery?.recipientName),
      createAddress(delivery?.address),
    ]),
    ciiGroup('ActualDeliverySupplyChainEvent', [ciiDay('OccurrenceDateTime', delivery?.date)]),
    ciiGroup('DespatchAdviceReferencedDocument', [ciiText('IssuerAssignedID', references?.despatchAdvice)]),
  ]);
  return found ?? createTextElement('ram:ApplicableHeaderTradeDelivery', '');
}
