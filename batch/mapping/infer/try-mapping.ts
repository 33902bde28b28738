import { anyDay } from '../any-day.ts';
import { compileMapping } from '../compile-mapping.ts';
import { createGrouper, type GroupedRows } from '../grouper.ts';
import type { ImportInvoice } from '../import-invoice.ts';
import type { InvoiceMapping } from '../invoice-mapping.ts';
import type { Sample } from './sample.ts';

/** The result of a mapping for a sample. */
export interface Trial {
  readonly rows: number;
  readonly invoices: number;
  readonly rejectedRows: number;
  /** Rejected rows by the code of their problem, without those rejected only with their invoice. */
  readonly byCode: ReadonlyMap<string, number>;
}

/** Tries a mapping; undefined if it does not fit the columns. */
export function tryMapping(mapping: InvoiceMapping, { dialect, names, rows }: Sample): Trial | undefined {
  const { mapper } = compileMapping(mapping, dialect.header ? names : undefined, anyDay);
  if (mapper === undefined) return undefined;
  const grouper = createGrouper(mapper);
  const into: GroupedRows<ImportInvoice> = { items: [], rejects: [] };
  for (const [index, fields] of rows.entries()) {
    grouper.push({ fields, rowNumber: index + 1, line: index + 1, byteOffset: 0 }, into);
  }
  grouper.end(into);
  const byCode = new Map<string, number>();
  for (const { problems } of into.rejects) {
    const [{ code }] = problems;
    if (code !== 'INVOICE_REJECTED') byCode.set(code, (byCode.get(code) ?? 0) + 1);
  }
  return { rows: rows.length, invoices: into.items.length, rejectedRows: into.rejects.length, byCode };
}
