import type { EInvoice } from '../model/e-invoice.ts';
import { ciiNamespaces, readCii } from './cii/read-cii.ts';
import type { DocumentProblem, NotKept } from './document-problem.ts';
import { DocumentReadError } from './document-read-error.ts';
import { ElementCursor, ReadingLog } from './element-cursor.ts';
import { readUbl, ublNamespaces, ublRoots } from './ubl/read-ubl.ts';
import { parseXml } from './xml/parse-xml.ts';
import type { XmlNode } from './xml/xml-node.ts';

/** A document as it was read. */
interface ReadDocument {
  readonly syntax: 'CII' | 'UBL';
  /** BT-24: the specification that the document follows, by its own words. */
  readonly specification: string | undefined;
  readonly document: EInvoice;
  /** The parts of the document that the model does not hold; none of them is a part of an amount. */
  readonly notKept: readonly NotKept[];
}

/** A document, or all that is wrong in it. */
export type DocumentReading =
  | { readonly read: ReadDocument; readonly problems?: undefined }
  | { readonly read?: undefined; readonly problems: readonly [DocumentProblem, ...DocumentProblem[]] };

/** Profiles of Factur-X without lines, by a part of their names (BT-24). */
const profilesWithoutLines: Readonly<Record<string, string>> = {
  ':minimum': 'MINIMUM',
  ':basicwl': 'BASIC WL',
};

/**
 * Reads an invoice or a credit note in CII or UBL, whatever its prefixes, its order of elements and its specification (BT-24). The
 * business rules are not checked here: `findRuleViolations` does so.
 *
 * @throws {DocumentReadError} if it is not such a document at all
 */
export function readXmlDocument(bytes: Uint8Array): DocumentReading {
  const root = parseXml(bytes);
  const log = new ReadingLog();
  const ublKind = root.name === ublRoots[root.namespace] ? ublRoots[root.namespace] : undefined;
  if (ublKind !== undefined) {
    const cursor = new ElementCursor(root, `/${ublKind}`, ublNamespaces, log);
    const specification = cursor.find('cbc:CustomizationID')?.text;
    cursor.find('cbc:UBLVersionID')?.pass();
    return finish(cursor, { syntax: 'UBL', specification, document: readUbl(cursor, ublKind) });
  }
  if (root.name !== 'CrossIndustryInvoice' || root.namespace !== ciiNamespaces['rsm']) throw refuseRoot(root);
  const cursor = new ElementCursor(root, '/rsm:CrossIndustryInvoice', ciiNamespaces, log);
  const guideline = cursor.find(
    'rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID',
  );
  const specification = guideline?.text;
  const problem = guideline && findProfileProblem(guideline, specification);
  if (problem !== undefined) return { problems: [problem] };
  return finish(cursor, { syntax: 'CII', specification, document: readCii(cursor) });
}

function finish(cursor: ElementCursor, read: Omit<ReadDocument, 'notKept'>): DocumentReading {
  const { log } = cursor;
  const [first, ...others] = log.problems.toSorted(compareLines);
  if (first !== undefined) return { problems: [first, ...others] };
  cursor.logUnread();
  return { read: { ...read, notKept: log.notKept.toSorted(compareLines) } };
}

function compareLines(one: { readonly line: number }, other: { readonly line: number }): number {
  return one.line - other.line;
}

function findProfileProblem({ path, line }: ElementCursor, specification = ''): DocumentProblem | undefined {
  const [, name] =
    Object.entries(profilesWithoutLines).find(([end]) => specification.toLowerCase().endsWith(end)) ?? [];
  if (name === undefined) return undefined;
  const message = `is the profile ${name} of Factur-X, which has no lines and is not an invoice by EN 16931: ask for the profile BASIC, EN 16931 or EXTENDED`;
  return { path, line, term: 'BT-24', rule: 'BR-16', message };
}

function refuseRoot({ name, namespace, line }: XmlNode): DocumentReadError {
  const isZugferd1 = name === 'CrossIndustryDocument';
  const message = isZugferd1
    ? 'it is ZUGFeRD 1.0, which is not read: ask for Factur-X or ZUGFeRD 2'
    : `its element <${name}> of ${JSON.stringify(namespace)} is not an invoice: it must be CrossIndustryInvoice (CII D16B), or Invoice or CreditNote of UBL 2`;
  return new DocumentReadError(isZugferd1 ? 'UNSUPPORTED' : 'NOT_A_DOCUMENT', message, line);
}
