import { open } from 'node:fs/promises';
import type { Sql } from 'postgres';
import { openCopyIn } from '#platform/patches/copy-in.ts';
import { csvHeader } from '../../streams/sink/csv/csv-row.ts';
import { type MadeRow, makeRows } from './made-rows.ts';

/** The expected number of rows of each outcome. */
export interface ExpectedCounts {
  loaded: number;
  alreadyThere: number;
  rejected: number;
}

const rowsAtOnce = 5_000;

/** Writes the file, and what must become of it into the table `expected.rows`. */
export async function writeFileWithExpectation(
  sql: Sql,
  path: string,
  options: { readonly rows: number; readonly seed: number },
): Promise<ExpectedCounts> {
  await sql`create schema expected`;
  await sql`
    create table expected.rows (row_number bigint, line bigint, byte_offset bigint, outcome text, number text,
      customer_name text, currency text, total_minor bigint, issued_at timestamptz)`;
  const counts: ExpectedCounts = { loaded: 0, alreadyThere: 0, rejected: 0 };
  const file = await open(path, 'wx');
  const table = await openCopyIn(sql`copy expected.rows from stdin`);
  try {
    let text = csvHeader;
    let expected = '';
    for (const row of makeRows(options.rows, options.seed)) {
      count(counts, row);
      text += row.text;
      expected += toCopyLine(row);
      if (row.rowNumber % rowsAtOnce !== 0) continue;
      await file.writeFile(text);
      await write(table, expected);
      text = '';
      expected = '';
    }
    await file.writeFile(text);
    await write(table, expected);
  } finally {
    await file.close();
    await new Promise<void>((resolve, reject) => {
      table.once('error', reject).once('finish', resolve).end();
    });
  }
  return counts;
}

function count(counts: ExpectedCounts, { outcome }: MadeRow): void {
  if (outcome === 'LOADED') counts.loaded += 1;
  else if (outcome === 'ALREADY_THERE') counts.alreadyThere += 1;
  else counts.rejected += 1;
}

/** No text that is made up holds what COPY's text form would have to escape. */
function toCopyLine({ rowNumber, line, byteOffset, outcome, invoice }: MadeRow): string {
  const result = typeof outcome === 'string' ? outcome : outcome.code;
  const { invoiceNumber, customerName, currency, amountMinor, issuedAt } = invoice;
  const cells = [
    rowNumber,
    line,
    byteOffset,
    result,
    invoiceNumber,
    customerName,
    currency,
    amountMinor,
    issuedAt,
  ];
  return `${cells.join('\t')}\n`;
}

function write(table: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    table.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
