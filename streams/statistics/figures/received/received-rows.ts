import type { FacturationMessage } from '#schema/facturation/message.ts';
import { quoteText } from '../../../engine/quote-text.ts';

/** The largest number of invoices of a row, so that a reader of single rows holds few at a time. */
const rowSize = 200;

/** Some invoices of one partition in their order, as they are written. */
export interface ReceivedRow {
  readonly fromOffset: string;
  readonly nextOffset: string;
  readonly count: number;
  /** A JSON array of `ReceivedInvoiceColumns`, without a line feed. */
  readonly invoices: string;
}

/** The values that were read from a message and its event. */
export interface MessageReading {
  /** Milliseconds since 1970. */
  readonly issuedAtMs: number;
  readonly isSimulated: boolean;
}

/** Makes rows of a batch's invoices as they come: their texts take less than they do until all is written. */
export class ReceivedRows {
  readonly #rows: ReceivedRow[] = [];
  #texts: string[] = [];
  #fromOffset = 0n;
  #lastOffset = 0n;

  add(offset: bigint, message: FacturationMessage, reading: MessageReading): void {
    if (this.#texts.length === 0) this.#fromOffset = offset;
    this.#lastOffset = offset;
    this.#texts.push(toText(Number(offset - this.#fromOffset), message, reading));
    if (this.#texts.length === rowSize) this.#endRow();
  }

  /** All rows, the last of which may have few invoices. */
  end(): readonly ReceivedRow[] {
    if (this.#texts.length > 0) this.#endRow();
    return this.#rows;
  }

  #endRow(): void {
    this.#rows.push({
      fromOffset: this.#fromOffset.toString(),
      nextOffset: (this.#lastOffset + 1n).toString(),
      count: this.#texts.length,
      invoices: `[${this.#texts.join(',')}]`,
    });
    this.#texts = [];
  }
}

/** A `ReceivedInvoiceColumns` as JSON. */
function toText(
  offset: number,
  message: FacturationMessage,
  { issuedAtMs, isSimulated }: MessageReading,
): string {
  const { invoiceNumber, customerName, amountMinor, currency, customerId, issueDate } = message;
  const customer = customerId === undefined ? 'null' : quoteText(customerId);
  const day = issueDate === undefined ? 'null' : quoteText(issueDate);
  return (
    `[${offset},${quoteText(invoiceNumber)},${quoteText(customerName)},"${amountMinor}",` +
    `"${currency}",${issuedAtMs},${customer},${day},${isSimulated}]`
  );
}
