import type { Reader } from '#platform/database/transaction.ts';
import { findInvoicesById, findLines } from '../store/find-invoices.ts';
import { findSellers } from '../store/seller-records.ts';
import type { InvoiceRow } from '../tables.ts';
import type { FrozenDocument } from './to-e-invoice.ts';

/**
 * Loads an issued invoice or credit note of our own with all that it froze; undefined if it was issued without the data of a
 * seller.
 */
export async function loadFrozenDocument(
  db: Reader,
  invoice: InvoiceRow,
): Promise<FrozenDocument | undefined> {
  const { id, number, issueDate, sellerId, creditedInvoiceId, customerCountryCode } = invoice;
  if (number === null || issueDate === null) throw new TypeError(`The invoice ${id} is not issued.`);
  const [seller] = sellerId === null ? [] : await findSellers(db, [sellerId]);
  if (seller === undefined) return undefined;
  const [lines = []] = await findLines(db, [id]);
  const [credited] = creditedInvoiceId === null ? [] : await findInvoicesById(db, [creditedInvoiceId]);
  return {
    ...invoice,
    number,
    issueDate,
    seller,
    lines,
    // A document without it violates BR-11, which is told.
    customerCountryCode: customerCountryCode ?? '',
    ...(credited?.number != null && {
      precedingInvoice: {
        number: credited.number,
        ...(credited.issueDate !== null && { issueDate: credited.issueDate }),
      },
    }),
  };
}
