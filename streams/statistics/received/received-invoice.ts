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

/** An invoice in a row: the offset less that of the row's first, then what the message said. */
export type StoredInvoice = readonly [
  offset: number,
  invoiceNumber: string,
  customerName: string,
  amountMinor: string,
  currency: string,
  issuedAtMs: number,
  customerId: string | null,
];

/** How many invoices a row has at most, so that whoever reads row by row holds few at a time. */
const rowSize = 200;

/** A row as it is written. */
export interface StoredRow {
  readonly fromOffset: string;
  readonly nextOffset: string;
  readonly count: number;
  readonly invoices: readonly StoredInvoice[];
}

/** The rows for invoices of one partition in their order. */
export function toRows(invoices: readonly ReceivedInvoice[]): StoredRow[] {
  const rows: StoredRow[] = [];
  for (let start = 0; start < invoices.length; start += rowSize) {
    const part = invoices.slice(start, start + rowSize);
    const fromOffset = part[0]?.offset ?? 0n;
    rows.push({
      fromOffset: fromOffset.toString(),
      nextOffset: ((part.at(-1)?.offset ?? 0n) + 1n).toString(),
      count: part.length,
      invoices: part.map((invoice) => toStored(invoice, fromOffset)),
    });
  }
  return rows;
}

function toStored(invoice: ReceivedInvoice, fromOffset: bigint): StoredInvoice {
  const { offset, invoiceNumber, customerName, amountMinor, currency, issuedAtMs, customerId } = invoice;
  return [
    Number(offset - fromOffset),
    invoiceNumber,
    customerName,
    amountMinor.toString(),
    currency,
    issuedAtMs,
    customerId,
  ];
}

/** The invoices of a row. */
export function toInvoices(fromOffset: bigint, stored: readonly StoredInvoice[]): ReceivedInvoice[] {
  return stored.map(
    ([offset, invoiceNumber, customerName, amountMinor, currency, issuedAtMs, customerId]) => ({
      offset: fromOffset + BigInt(offset),
      invoiceNumber,
      customerName,
      amountMinor: BigInt(amountMinor),
      currency,
      issuedAtMs,
      customerId,
    }),
  );
}
