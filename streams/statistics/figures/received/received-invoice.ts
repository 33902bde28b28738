/** An issued invoice as its message said, with its place in the log. */
export interface ReceivedInvoice {
  readonly offset: bigint;
  readonly invoiceNumber: string;
  readonly customerName: string;
  readonly amountMinor: bigint;
  /** ISO 4217. */
  readonly currency: string;
  /** Milliseconds since 1970. */
  readonly issuedAtMs: number;
  /** Null when the message names none. */
  readonly customerId: string | null;
  /** The date on the invoice; null when the message has none. */
  readonly issueDate: string | null;
  /** True if a simulator made it up. */
  readonly isSimulated: boolean;
}

/** Some invoices of one partition in their order, kept as one row. */
export interface ReceivedBatch {
  readonly partition: number;
  /** The offset of the first invoice. */
  readonly fromOffset: bigint;
  /** The offset after the last invoice. */
  readonly nextOffset: bigint;
  /** At least one. */
  readonly invoices: readonly ReceivedInvoice[];
}

/**
 * An invoice in a row: the offset less that of the row's first, then the members of the message. Rows that the first
 * release wrote end with the customer.
 */
export type ReceivedInvoiceColumns = readonly [
  offset: number,
  invoiceNumber: string,
  customerName: string,
  amountMinor: string,
  currency: string,
  issuedAtMs: number,
  customerId: string | null,
  issueDate?: string | null,
  isSimulated?: boolean,
];

/** The invoices of a row. */
export function toInvoices(fromOffset: bigint, stored: readonly ReceivedInvoiceColumns[]): ReceivedInvoice[] {
  return stored.map((columns) => {
    const [offset, invoiceNumber, customerName, amountMinor, currency, issuedAtMs, customerId, ...later] =
      columns;
    const [issueDate = null, isSimulated = false] = later;
    return {
      offset: fromOffset + BigInt(offset),
      invoiceNumber,
      customerName,
      amountMinor: BigInt(amountMinor),
      currency,
      issuedAtMs,
      customerId,
      issueDate,
      isSimulated,
    };
  });
}
