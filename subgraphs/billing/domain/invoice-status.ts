/** The states of an invoice's life. */
export type InvoiceStatus = 'DRAFT' | 'ISSUED' | 'PAID' | 'VOID';
