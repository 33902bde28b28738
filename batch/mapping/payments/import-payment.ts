import type { ImportedPaymentMethod } from './payment-methods.ts';

/** The sources of references to an invoice, the most reliable first. */
export const referenceLevels = {
  invoiceNumber: 1,
  creditorReference: 2,
  endToEndId: 3,
  remittance: 4,
} as const;

/** A text that may be the number of an invoice, or its external reference. */
export interface ReferenceCandidate {
  /** The rank of its source (`referenceLevels`): an invoice found at a lower one counts. */
  readonly level: number;
  readonly text: string;
  /**
   * Its letters and digits alone, in capitals, if they end like a year and a place in its series: so a number is found in
   * which a bank has changed or dropped the other characters. Null otherwise.
   */
  readonly compact: string | null;
  /** The words of the source that it is made of: of two candidates that overlap, the longer one counts. */
  readonly firstWord: number;
  readonly lastWord: number;
}

/** A payment as read from a file. */
export interface ImportPayment {
  /** Counted from 1. */
  readonly rowNumber: number;
  /** A payment is one row. */
  readonly rowCount: 1;
  readonly references: readonly ReferenceCandidate[];
  /** In minor units of its currency, a safe integer above zero; in ten-thousandths if the file names no currency. */
  readonly amount: number;
  /** True if `amount` is in minor units. */
  readonly isMinor: boolean;
  /** ISO 4217; null for the currency of the invoice. */
  readonly currency: string | null;
  /** In days since 1970. */
  readonly paidOnDay: number;
  readonly method: ImportedPaymentMethod;
  readonly reference: string | null;
  /** The bank's identification of the entry, null if the file has none. */
  readonly entryId: string | null;
  /** The customer that the invoice must have, null for any. The id is a UUID in small letters. */
  readonly customerId: string | null;
  readonly customerName: string | null;
}
