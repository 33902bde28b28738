import { countCodePoints, isBlank, isPlainText, normaliseText } from '#platform/text/plain-text.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';

/** The members of an issued invoice that every announcement about it carries. */
export interface IssuedDocument {
  readonly invoiceNumber: string;
  /** Null on an imported invoice of a customer whom billing does not know. */
  readonly customerId: string | null;
  /** As on the invoice. */
  readonly customerName: string;
  readonly currency: string;
}

/**
 * The members as events have them. An invoice that an early release imported may have a text that no event takes, and can
 * be paid all the same: what cannot be sent of it is replaced by U+FFFD, and what is too long is cut.
 */
export function toInvoiceMembers({ invoiceNumber, customerId, customerName, currency }: IssuedDocument) {
  return {
    invoiceNumber: toEventText(invoiceNumber, invoiceBounds.numberLength),
    customerName: toEventText(customerName, invoiceBounds.customerNameLength),
    currency,
    ...(customerId !== null && { customerId }),
  };
}

const replacement = '\ufffd';

function toEventText(text: string, maxLength: number): string {
  const normal = normaliseText(text);
  if (isBlank(normal)) return replacement;
  if (isPlainText(normal) && countCodePoints(normal) <= maxLength) return normal;
  const characters = Array.from(normal.toWellFormed(), (one) => (isPlainText(one) ? one : replacement));
  return characters.slice(0, maxLength).join('');
}
