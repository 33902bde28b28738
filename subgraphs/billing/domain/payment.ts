/** The kinds of entries: money that came in, one of them taken back, money that was given back. */
export type PaymentKind = 'PAYMENT' | 'REVERSAL' | 'REFUND';

/** The ways in which money moves. */
export type PaymentMethod = 'BANK_TRANSFER' | 'CARD' | 'DIRECT_DEBIT' | 'CASH' | 'CHEQUE' | 'OTHER';

/** The bounds of the texts of a payment, in Unicode code points. 140 is the length of an unstructured remittance (ISO 20022). */
export const paymentBounds = { referenceLength: 140, noteLength: 500 } as const;
