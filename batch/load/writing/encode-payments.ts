import type { ImportPayment } from '../../mapping/payments/import-payment.ts';
import type { AscendingIds } from './ascending-ids.ts';
import { CopyBuffer } from './copy-buffer.ts';
import type { EncodedItems } from './encoded-items.ts';

/** The columns of billing's staging tables for payments, in the order in which they are written. */
export const paymentColumns = {
  payments: [
    'row_number',
    'id',
    'amount_minor',
    'amount_scaled',
    'currency',
    'paid_on',
    'method',
    'reference',
    'entry_id',
    'customer_id',
    'customer_name',
  ],
  references: ['row_number', 'level', 'text', 'compact', 'first_word', 'last_word'],
} as const;

const noRowCounts: ReadonlyMap<number, number> = new Map();

/** Encodes the payments of one chunk after the other for the staging tables. */
export class PaymentEncoder {
  readonly #ids: AscendingIds;
  readonly #spares: ArrayBuffer[] = [];
  readonly #payments = new CopyBuffer(this.#spares);
  readonly #references = new CopyBuffer(this.#spares);
  readonly #id = new Uint8Array(16);

  constructor(ids: AscendingIds) {
    this.#ids = ids;
  }

  add(payment: ImportPayment): void {
    const table = this.#payments;
    this.#ids.write(this.#id, 0);
    table.beginRow(paymentColumns.payments.length);
    table.int8(payment.rowNumber);
    table.uuid(this.#id);
    if (payment.isMinor) table.int8(payment.amount);
    else table.null();
    if (payment.isMinor) table.null();
    else table.int8(payment.amount);
    this.#textOrNull(payment.currency);
    table.date(payment.paidOnDay);
    table.text(payment.method);
    this.#textOrNull(payment.reference);
    this.#textOrNull(payment.entryId);
    if (payment.customerId === null) table.null();
    else table.uuid(Buffer.from(payment.customerId.replaceAll('-', ''), 'hex'));
    this.#textOrNull(payment.customerName);
    for (const reference of payment.references) this.#addReference(payment.rowNumber, reference);
  }

  #addReference(rowNumber: number, reference: ImportPayment['references'][number]): void {
    const table = this.#references;
    table.beginRow(paymentColumns.references.length);
    table.int8(rowNumber);
    table.int4(reference.level);
    table.text(reference.text);
    if (reference.compact === null) table.null();
    else table.text(reference.compact);
    table.int4(reference.firstWord);
    table.int4(reference.lastWord);
  }

  #textOrNull(text: string | null): void {
    if (text === null) this.#payments.null();
    else this.#payments.text(text);
  }

  /** Takes back the memory of a chunk that is not needed any more, for a later one. */
  reuse(memory: readonly ArrayBuffer[]): void {
    this.#spares.push(...memory);
  }

  /** Returns the chunk and begins the next one. */
  take(): EncodedItems {
    const itemCount = this.#payments.rows;
    const hasReferences = this.#references.rows > 0;
    return {
      items: this.#payments.take(),
      details: hasReferences ? this.#references.take() : undefined,
      itemCount,
      rowCounts: noRowCounts,
    };
  }
}
