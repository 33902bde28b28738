import type { ImportInvoice } from '../mapping/import-invoice.ts';
import type { AscendingIds } from './ascending-ids.ts';
import { CopyBuffer } from './copy-buffer.ts';
import { writeUuid } from './write-uuid.ts';

/** Invoices as binary COPY takes them; `columns` name the staging tables' in the same order. */
export interface EncodedInvoices {
  readonly invoices: Uint8Array<ArrayBuffer>;
  /** Undefined when no invoice has lines. */
  readonly lines: Uint8Array<ArrayBuffer> | undefined;
}

export const stagingColumns = {
  invoices: [
    'row_number',
    'id',
    'number',
    'kind',
    'customer_id',
    'customer_name',
    'currency',
    'net_minor',
    'tax_minor',
    'total_minor',
    'issued_at',
    'line_count',
  ],
  lines: [
    'invoice_id',
    'id',
    'position',
    'sku',
    'description',
    'quantity_milli',
    'unit',
    'unit_price_minor',
    'tax_rate_basis_points',
    'net_minor',
    'tax_minor',
  ],
} as const;

/**
 * Encodes invoices for the staging tables.
 *
 * @param customerOf the id of the customer that was found for an invoice, undefined when none was
 */
export function encodeInvoices(
  invoices: readonly ImportInvoice[],
  ids: AscendingIds,
  customerOf: (invoice: ImportInvoice) => string | undefined,
): EncodedInvoices {
  ids.tick(Date.now());
  const table = new CopyBuffer();
  const lineTable = new CopyBuffer();
  const invoiceId = new Uint8Array(16);
  const writeInvoiceId = (bytes: Buffer, offset: number) => bytes.set(invoiceId, offset);
  const writeLineId = (bytes: Buffer, offset: number) => ids.write(bytes, offset);
  for (const invoice of invoices) {
    ids.write(invoiceId, 0);
    table.beginRow(stagingColumns.invoices.length);
    table.int8(invoice.rowNumber);
    table.uuid(writeInvoiceId);
    table.text(invoice.number);
    table.text(invoice.kind);
    const customerId = customerOf(invoice);
    if (customerId === undefined) table.null();
    else table.uuid((bytes, offset) => writeUuid(customerId, bytes, offset));
    table.text(invoice.customerName);
    table.text(invoice.currency);
    table.int8(invoice.netMinor);
    table.int8(invoice.taxMinor);
    table.int8(invoice.totalMinor);
    table.instant(invoice.issuedAtMs);
    table.int4(invoice.lines.length);
    for (const line of invoice.lines) {
      lineTable.beginRow(stagingColumns.lines.length);
      lineTable.uuid(writeInvoiceId);
      lineTable.uuid(writeLineId);
      lineTable.int4(line.position);
      if (line.sku === null) lineTable.null();
      else lineTable.text(line.sku);
      lineTable.text(line.description);
      lineTable.int8(line.quantityMilli);
      lineTable.text(line.unit);
      lineTable.int8(line.unitPriceMinor);
      lineTable.int4(line.taxRateBasisPoints);
      lineTable.int8(line.netMinor);
      lineTable.int8(line.taxMinor);
    }
  }
  return { invoices: table.take(), lines: lineTable.rows === 0 ? undefined : lineTable.take() };
}
