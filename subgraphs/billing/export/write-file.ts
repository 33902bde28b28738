import { byteOrderMark, CsvForm } from '#platform/text/csv-form.ts';
import { columnNames } from './column-names.ts';
import type { ExportRequest } from './export-request.ts';
import { type ExportedInvoice, toRow } from './to-row.ts';

/** Writes a file of invoices, a part for the names of the columns and one for each batch. */
export async function* writeFile(
  batches: AsyncIterable<readonly ExportedInvoice[]>,
  { columns, language, format }: ExportRequest,
  today: string,
): AsyncGenerator<string, void, undefined> {
  const writer = new CsvForm(format);
  const form = { writer, language, today };
  let head = byteOrderMark + writer.row(columns.map((column) => writer.text(columnNames[column][language])));
  for await (const batch of batches) {
    yield head + batch.map((invoice) => toRow(invoice, columns, form)).join('');
    head = '';
  }
  if (head !== '') yield head;
}
