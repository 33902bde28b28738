import assert from 'node:assert/strict';
import type { IssueDateLimits } from '#schema/calendar/seller.ts';
import { createCsvReader } from '../../csv/csv-reader.ts';
import { parseHeader } from '../../csv/header.ts';
import { anyDay } from '../any-day.ts';
import { compileMapping } from '../compile-mapping.ts';
import { createGrouper, type GroupedRows } from '../grouper.ts';
import type { FaultyRow, ImportInvoice } from '../import-invoice.ts';
import { isPaymentMapping, type Mapping, toDialect } from '../mapping.ts';

/** The result of the batch worker for a whole file. */
export function readRows(
  bytes: Buffer,
  mapping: Mapping,
  limits: Partial<IssueDateLimits> = {},
): { readonly invoices: ImportInvoice[]; readonly rejects: FaultyRow[] } {
  assert.ok(!isPaymentMapping(mapping));
  const dialect = toDialect(mapping);
  const { names, first } = parseHeader(bytes, dialect);
  const { mapper, problems } = compileMapping(mapping, names, { ...anyDay, ...limits });
  assert.ok(mapper !== undefined, JSON.stringify(problems));
  const reader = createCsvReader(dialect, { start: first, columns: names?.length });
  const grouper = createGrouper(mapper);
  const into: GroupedRows<ImportInvoice> = { items: [], rejects: [] };
  for (const record of reader.push(bytes.subarray(first.byteOffset))) grouper.push(record, into);
  for (const record of reader.end()) grouper.push(record, into);
  grouper.end(into);
  return { invoices: into.items, rejects: into.rejects };
}
