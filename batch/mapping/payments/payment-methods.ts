/** The ways in which money moves, as billing names them. */
export const paymentMethods = ['BANK_TRANSFER', 'CARD', 'DIRECT_DEBIT', 'CASH', 'CHEQUE', 'OTHER'] as const;

export type ImportedPaymentMethod = (typeof paymentMethods)[number];
