/** The kinds of mails about invoices. */
export type InvoiceMailKind = 'INVOICE' | 'CREDIT_NOTE' | 'PAYMENT_RECEIPT' | 'REMINDER';

/** Bounds of what people give for a mail. */
export const invoiceMailBounds = {
  messageLength: 1_000,
  /** RFC 5321 section 4.5.3.1. */
  addressLength: 254,
  /** Mails of one invoice that people ask for within a day. */
  mailsPerDay: 20,
  pauseReasonLength: 500,
} as const;
