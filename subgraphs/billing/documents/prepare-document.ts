import type { EInvoice } from '#documents/model/e-invoice.ts';
import type { DocumentLanguage } from '#documents/pdf/words.ts';
import { findRuleViolations } from '#documents/rules/find-rule-violations.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { parseId } from '../domain/reference.ts';
import type { CreateInvoiceDocumentInput, CustomerLanguage } from '../generated/types.ts';
import { findInvoicesById } from '../store/find-invoices.ts';
import type { InvoiceRow } from '../tables.ts';
import { documentLanguages } from './document-archive.ts';
import { type DocumentKey, toDocumentFileName } from './document-key.ts';
import type { DocumentSource } from './document-source.ts';
import { loadFrozenDocument } from './load-frozen-document.ts';
import { type FrozenDocument, toEInvoice } from './to-e-invoice.ts';
import { toPdfLook } from './to-pdf-look.ts';

/** A document that may be made. */
interface PreparedDocument {
  readonly key: DocumentKey;
  readonly source: DocumentSource;
}

/** The most violated rules that are told; a document of 1,000 lines may violate one on each. */
const maxViolations = 50;

/**
 * Reads the invoice of an input and converts it, or says all that keeps it from being a document.
 *
 * @param sellerLanguage that of an invoice without a language of its own
 */
export async function prepareDocument(
  db: Reader,
  { invoiceId, format = 'PDF', language: given }: CreateInvoiceDocumentInput,
  sellerLanguage: CustomerLanguage,
): Promise<Checked<PreparedDocument>> {
  const problems = new InputProblems();
  const ofInvoice = problems.at('invoiceId');
  const id = parseId(invoiceId);
  const [invoice] = id === undefined ? [] : await findInvoicesById(db, [id]);
  if (invoice === undefined) ofInvoice.add('NOT_FOUND', 'There is no invoice with this id.');
  else if (isDocument(invoice, ofInvoice)) {
    const frozen = await loadFrozenDocument(db, invoice);
    if (frozen === undefined)
      ofInvoice.add(
        'WRONG_STATE',
        'The invoice was issued without the data of a seller; credit it and issue another one.',
      );
    else {
      const language = given ?? invoice.customerLanguage ?? sellerLanguage;
      const source = toSource(frozen, documentLanguages[language]);
      addViolations(source.document, ofInvoice);
      const fileName = toDocumentFileName(frozen.number, format);
      if (problems.isEmpty)
        return { value: { key: { invoiceId: invoice.id, format, language, fileName }, source } };
    }
  }
  return { problems: problems.errors };
}

/**
 * Loads all that the document of an invoice was made from before.
 *
 * @throws {TypeError} if the invoice is not there any more, which the database does not allow
 */
export async function loadPreparedDocument(
  db: Reader,
  { invoiceId, language }: DocumentKey,
): Promise<DocumentSource> {
  const [invoice] = await findInvoicesById(db, [invoiceId]);
  const frozen = invoice && (await loadFrozenDocument(db, invoice));
  if (frozen === undefined) throw new TypeError(`The invoice ${invoiceId} of a document is not there.`);
  return toSource(frozen, documentLanguages[language]);
}

function toSource(frozen: FrozenDocument, language: DocumentLanguage): DocumentSource {
  return { document: toEInvoice(frozen, language), look: toPdfLook(frozen.seller, language) };
}

/** True if the invoice is one that leaves as a document; otherwise the reason is noted. */
function isDocument({ status, origin }: InvoiceRow, problems: InputProblems): boolean {
  if (status === 'DRAFT') problems.add('WRONG_STATE', 'A draft is not a document yet; issue it first.');
  else if (status === 'VOID')
    problems.add('WRONG_STATE', 'The invoice is void; its document would ask for money that is not due.');
  else if (origin === 'IMPORTED')
    problems.add(
      'WRONG_STATE',
      'The invoice was imported; its document is that of the system that issued it.',
    );
  else return true;
  return false;
}

function addViolations(document: EInvoice, problems: InputProblems): void {
  // Equal ones of several lines are told once.
  const violations = new Map(
    findRuleViolations(document).map((violation) => [Object.values(violation).join(' '), violation]),
  );
  for (const { rule, term, message } of [...violations.values()].slice(0, maxViolations))
    problems.add('INVALID', `The document violates ${rule}: ${term} ${message}.`);
  const others = violations.size - maxViolations;
  if (others > 0) problems.add('INVALID', `It violates ${others} rules more.`);
}
