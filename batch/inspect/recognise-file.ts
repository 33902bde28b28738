import { recogniseDocument } from '#documents/reading/read-document.ts';
import { openBytes } from '../csv/open-bytes.ts';
import { isFolder } from '../documents/list-document-files.ts';
import { isXml } from '../statements/is-xml.ts';

/** The content of a file as its first bytes show it. */
export type FileContent = 'documents' | 'statement' | 'rows';

const headBytes = 4_096;
/** The root of a document type of ISO 20022; any other XML is read as an invoice, or says why not. */
const statementRoot = /<(?:[\w.-]+:)?Document[\s>]/;

/**
 * Recognises by its content what a file holds: invoices as XML or PDF (also a folder of them), a bank statement, or rows.
 *
 * @throws {CodedError} FILE_UNREADABLE
 */
export async function recogniseFile(path: string): Promise<FileContent> {
  if (await isFolder(path)) return 'documents';
  let head = Buffer.alloc(0);
  for await (const piece of openBytes(path)) {
    head = Buffer.concat([head, piece]).subarray(0, headBytes);
    if (head.length >= headBytes) break;
  }
  return recogniseHead(head);
}

/** Recognises by the beginning of a file, decompressed, what it holds. */
function recogniseHead(head: Uint8Array): FileContent {
  const form = recogniseDocument(head);
  if (form === undefined && !isXml(head)) return 'rows';
  // Characters of UTF-16 have a zero each.
  const text = Buffer.from(head).toString('latin1').replaceAll('\0', '');
  return form !== 'PDF' && statementRoot.test(text) ? 'statement' : 'documents';
}
