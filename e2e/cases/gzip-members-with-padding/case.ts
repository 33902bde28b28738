import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { Case } from '../case.ts';
import { findInvoices } from '../invoices.ts';
import { expectCompleted } from '../load-summary.ts';

const header = 'invoiceNumber,customerName,amount,currency,issuedAt\n';
const row = (number: number) => `GZIP-${number},Ada,10.00,EUR,2026-03-01T09:30:00.000Z\n`;
const padding = Buffer.alloc(512);

/** As tapes and tar leave it (gzip(1), CAVEATS). */
export const gzipMembersWithPadding: Case = {
  name: 'rows after the padding between two members of a gzip file are loaded',
  async run({ openDesk, ask }) {
    const desk = await openDesk(import.meta.dirname);
    await desk.write('in.csv.gz', Buffer.concat([gzipSync(header + row(1)), padding, gzipSync(row(2))]));
    const { read, loaded } = expectCompleted(await desk.batch('load', 'in.csv.gz'));
    assert.deepEqual([read, loaded], [2, 2]);
    const invoices = await findInvoices(ask, { search: 'GZIP-' });
    assert.deepEqual(invoices.map(({ number }) => number).toSorted(), ['GZIP-1', 'GZIP-2']);
  },
};
