import type { ImportInvoice } from '../../mapping/import-invoice.ts';
import type { AscendingIds } from './ascending-ids.ts';
import { CopyBuffer } from './copy-buffer.ts';
import type { EncodedItems } from './encoded-items.ts';

/** The columns of billing's staging tables, in the order in which they are written. */
export const stagingColumns = {
  invoices: [
    'row_number',
    'id',
    'number',
    'is_credit_note',
    'customer_id',
    'customer_name',
    'currency',
    'net_minor',
    'tax_minor',
    'is_taxed_by_line',
    'issued_at',
    'issue_date',
    'line_count',
    'names_time',
    'names_day',
  ],
  lines: [
    'invoice_id',
    'id',
    'position',
    'sku',
    'description',
    'quantity_e4',
    'unit',
    'unit_price_micro',
    'tax_rate_milli',
    'tax_category',
    'tax_exemption_reason',
    'net_minor',
    'tax_minor',
  ],
} as const;

/** Encodes the invoices of one chunk after the other for the staging tables. */
export class ChunkEncoder {
  readonly #ids: AscendingIds;
  readonly #spares: ArrayBuffer[] = [];
  readonly #invoices = new CopyBuffer(this.#spares);
  readonly #lines = new CopyBuffer(this.#spares);
  readonly #invoiceId = new Uint8Array(16);
  readonly #lineId = new Uint8Array(16);
  #rowCounts = new Map<number, number>();

  constructor(ids: AscendingIds) {
    this.#ids = ids;
  }

  /** @param customerId the sixteen bytes of the customer's id, undefined if the customer is unknown */
  add(invoice: ImportInvoice, customerId: Uint8Array | undefined): void {
    const table = this.#invoices;
    this.#ids.write(this.#invoiceId, 0);
    table.beginRow(stagingColumns.invoices.length);
    table.int8(invoice.rowNumber);
    table.uuid(this.#invoiceId);
    table.text(invoice.number);
    table.bool(invoice.kind === 'CREDIT_NOTE');
    if (customerId === undefined) table.null();
    else table.uuid(customerId);
    table.text(invoice.customerName);
    table.text(invoice.currency);
    table.int8(invoice.netMinor);
    table.int8(invoice.taxMinor);
    table.bool(invoice.isTaxedByLine);
    table.instant(invoice.issuedAtMs);
    table.date(invoice.issueDay);
    table.int4(invoice.lines.length);
    table.bool(invoice.namesTime);
    table.bool(invoice.namesDay);
    if (invoice.rowCount > 1) this.#rowCounts.set(invoice.rowNumber, invoice.rowCount);
    for (const line of invoice.lines) this.#addLine(line);
  }

  #addLine(line: ImportInvoice['lines'][number]): void {
    const table = this.#lines;
    this.#ids.write(this.#lineId, 0);
    table.beginRow(stagingColumns.lines.length);
    table.uuid(this.#invoiceId);
    table.uuid(this.#lineId);
    table.int4(line.position);
    if (line.sku === null) table.null();
    else table.text(line.sku);
    table.text(line.description);
    table.int8(line.quantityE4);
    table.text(line.unit);
    table.bigint8(line.unitPriceMicro);
    table.int4(line.taxRateMilli);
    if (line.taxCategory === null) table.null();
    else table.text(line.taxCategory);
    if (line.taxExemptionReason === null) table.null();
    else table.text(line.taxExemptionReason);
    table.int8(line.netMinor);
    table.int8(line.taxMinor);
  }

  /** Takes back the memory of a chunk that is not needed any more, for a later one. */
  reuse(memory: readonly ArrayBuffer[]): void {
    this.#spares.push(...memory);
  }

  /** Returns the chunk and begins the next one. */
  take(): EncodedItems {
    const [itemCount, rowCounts] = [this.#invoices.rows, this.#rowCounts];
    this.#rowCounts = new Map();
    const hasLines = this.#lines.rows > 0;
    return {
      items: this.#invoices.take(),
      details: hasLines ? this.#lines.take() : undefined,
      itemCount,
      rowCounts,
    };
  }
}
