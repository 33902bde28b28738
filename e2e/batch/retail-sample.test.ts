import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { findMapping } from '../../batch/mapping/find-mapping.ts';
import type { ImportInvoice } from '../../batch/mapping/import-invoice.ts';
import { readRows } from '../../batch/mapping/testing/read-rows.ts';

const sample = new URL('../../deploy/demo/online-retail-sample.csv', import.meta.url);

function sum(invoices: readonly ImportInvoice[]): object {
  const lines = invoices.flatMap((invoice) => invoice.lines);
  const add = (figures: readonly number[]) => figures.reduce((total, figure) => total + figure, 0);
  return {
    invoices: invoices.length,
    lines: lines.length,
    netMinor: add(invoices.map(({ netMinor }) => netMinor)),
    taxMinor: add(invoices.map(({ taxMinor }) => taxMinor)),
    quantityE4: add(lines.map(({ quantityE4 }) => quantityE4)),
  };
}

test('the sample of real invoices comes to the same sums to the cent', async () => {
  const { invoices, rejects } = readRows(await readFile(sample), await findMapping('online-retail'));
  assert.deepEqual(sum(invoices.filter(({ kind }) => kind === 'INVOICE')), {
    invoices: 150,
    lines: 966,
    netMinor: 6_755_482,
    taxMinor: 0,
    quantityE4: 283_380_000,
  });
  assert.deepEqual(sum(invoices.filter(({ kind }) => kind === 'CREDIT_NOTE')), {
    invoices: 28,
    lines: 49,
    netMinor: -2_215_800,
    taxMinor: 0,
    quantityE4: -3_230_000,
  });
  assert.equal(rejects.length, 20);
});
