/** Whether an invoice was written here, or came from another system by the batch worker. */
export type InvoiceOrigin = 'OWN' | 'IMPORTED';

/** What a document is: it asks for money, or gives some back with amounts below zero. */
export type InvoiceKind = 'INVOICE' | 'CREDIT_NOTE';
