import { DocumentReadError } from './document-read-error.ts';
import { findEmbeddedInvoice } from './pdf/find-embedded-invoice.ts';
import { type DocumentReading, readXmlDocument } from './read-xml-document.ts';

/** The forms that are told apart by their first bytes. */
type DocumentForm = 'PDF' | 'XML';

/** In bytes: a PDF may begin with other bytes, XML with white space. */
const recognisedBytes = 1_024;

/** Recognises the form of a document by its content; undefined if it is neither. */
export function recogniseDocument(head: Uint8Array): DocumentForm | undefined {
  const text = Buffer.from(head.subarray(0, recognisedBytes)).toString('latin1').replaceAll('\0', '');
  if (/^(?:\u00EF\u00BB\u00BF|\u00FF\u00FE|\u00FE\u00FF)?\s*<[?!A-Za-z_]/.test(text)) return 'XML';
  return text.includes('%PDF-') ? 'PDF' : undefined;
}

/**
 * Reads an invoice or a credit note: CII, UBL, or the XML that a Factur-X or ZUGFeRD PDF embeds. The form is recognised by the content.
 *
 * @throws {DocumentReadError} if it is not such a document at all
 */
export function readDocument(bytes: Uint8Array): DocumentReading {
  const form = recogniseDocument(bytes);
  if (form === 'XML') return readXmlDocument(bytes);
  if (form === 'PDF') return readXmlDocument(findEmbeddedInvoice(bytes));
  throw new DocumentReadError('NOT_A_DOCUMENT', 'it is neither XML nor PDF');
}
