import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, open, readdir } from 'node:fs/promises';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { Case } from '../case.ts';
import { findInvoices } from '../invoices.ts';

const header = 'invoiceNumber,customerName,amount,currency,issuedAt\n';
const rows = (...numbers: number[]) =>
  numbers.map((number) => `SLOW-${number},Ada,10.00,EUR,2026-03-01T09:30:00.000Z\n`).join('');
/** More than the five seconds for which a file must stand still, and a load. */
const loadedWithinMs = 120_000;

/** The writer pauses for longer than a file must stand still, and goes on in the file that was moved. */
export const slowWriter: Case = {
  name: 'rows that are written to a file after watch has moved it are loaded',
  async run({ openDesk, ask }) {
    const desk = await openDesk(import.meta.dirname);
    const folder = desk.path('incoming');
    await mkdir(folder);
    const watching = desk.start('watch', folder);
    const ended = once(watching, 'exit');
    watching.stdout?.resume();
    watching.stderr?.resume();
    const file = await open(desk.path('incoming/slow.csv'), 'a');
    try {
      await file.write(header + rows(1, 2, 3));
      await waitFor(
        'the file to be moved',
        async () =>
          (await readdir(folder)).includes('done') &&
          (await readdir(desk.path('incoming/done'))).includes('slow.csv'),
        loadedWithinMs,
      );
      assert.equal((await findInvoices(ask, { search: 'SLOW-' })).length, 3);
      await file.write(rows(4, 5, 6));
      await waitFor(
        'the rows that were written later',
        async () => (await findInvoices(ask, { search: 'SLOW-' })).length === 6,
        loadedWithinMs,
      );
    } finally {
      await file.close();
      watching.kill('SIGTERM');
      await ended;
    }
  },
};
