import { mkdir, open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeInvoices } from '../../e2e/testing/data/made-invoices.ts';
import { csvHeader, formatCsvRow } from '../../streams/sink/csv/csv-row.ts';
import { type Totals, TotalsCounter } from './totals.ts';

/** A FACTURATION file as the sink writes it. */
export interface InvoiceFile {
  readonly path: string;
  readonly bytes: number;
  readonly totals: Totals;
}

const writtenAtOnce = 1 << 20;

/** The file with so many invoices, made unless it lies there from a run before. */
export async function obtainInvoiceFile(folder: string, rows: number, seed: number): Promise<InvoiceFile> {
  const path = join(folder, `sink-invoices-${rows}-${seed}.csv`);
  const totalsPath = `${path}.totals.json`;
  if (!(await exists(totalsPath))) {
    await mkdir(folder, { recursive: true });
    const totals = await writeInvoices(`${path}.draft`, rows, seed);
    await rename(`${path}.draft`, path);
    // Last: with it the file counts as whole.
    await writeFile(totalsPath, JSON.stringify(totals));
  }
  const totals: Totals = JSON.parse(await readFile(totalsPath, 'utf8'));
  return { path, bytes: (await stat(path)).size, totals };
}

async function writeInvoices(path: string, rows: number, seed: number): Promise<Totals> {
  const totals = new TotalsCounter();
  const file = await open(path, 'w');
  try {
    let text = csvHeader;
    for (const invoice of makeInvoices(rows, seed)) {
      totals.add(invoice.currency, invoice.amountMinor);
      text += formatCsvRow(invoice);
      if (text.length < writtenAtOnce) continue;
      await file.writeFile(text);
      text = '';
    }
    await file.writeFile(text);
  } finally {
    await file.close();
  }
  return totals.toTotals();
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
