/** The origin of an invoice: written here, or imported from another system by the batch worker. */
export type InvoiceOrigin = 'OWN' | 'IMPORTED';

/** The kind of a document: an invoice asks for money, a credit note gives some back with amounts below zero. */
export type InvoiceKind = 'INVOICE' | 'CREDIT_NOTE';
