import { and, eq } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { invoiceDocuments } from '../document-tables.ts';
import { type DocumentKey, toDocumentFileName } from '../documents/document-key.ts';
import { findInvoicesById } from '../store/find-invoices.ts';
import type { PlatformDocument } from './platform.ts';

/**
 * Finds the document that is given to the platform: the XML of the invoice in the form CII that was made for it.
 *
 * @throws {TypeError} if it was not made, which `depositInvoice` does before
 */
export async function findDepositKey(db: Reader, invoiceId: string): Promise<DocumentKey & PlatformDocument> {
  const [invoice] = await findInvoicesById(db, [invoiceId]);
  const [row] = await db
    .select({ language: invoiceDocuments.language })
    .from(invoiceDocuments)
    .where(and(eq(invoiceDocuments.invoiceId, invoiceId), eq(invoiceDocuments.format, 'CII')))
    .orderBy(invoiceDocuments.madeAt)
    .limit(1);
  if (row === undefined || invoice?.number == null)
    throw new TypeError(`The invoice ${invoiceId} has no XML for the platform.`);
  const { number } = invoice;
  const fileName = toDocumentFileName(number, 'CII');
  return { invoiceId, number, format: 'CII', language: row.language, fileName };
}
