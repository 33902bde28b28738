/** The members of an issued invoice that every announcement about it carries. */
export interface IssuedDocument {
  readonly invoiceNumber: string;
  /** Null on an imported invoice of a customer whom billing does not know. */
  readonly customerId: string | null;
  /** As on the invoice. */
  readonly customerName: string;
  readonly currency: string;
}

/** The members as events have them. */
export function toInvoiceMembers({ invoiceNumber, customerId, customerName, currency }: IssuedDocument) {
  return { invoiceNumber, customerName, currency, ...(customerId !== null && { customerId }) };
}
