import assert from 'node:assert/strict';
import type { Case } from '../case.ts';
import { findInvoices } from '../invoices.ts';
import { parseSummary } from '../load-summary.ts';

/** No locale writes a group of thousands after a lone zero. */
export const groupAfterZero: Case = {
  name: 'a number with a group of thousands after a zero is refused',
  async run({ openDesk, ask }) {
    const desk = await openDesk(import.meta.dirname);
    const load = await desk.batch('load', 'in.csv', '--mapping', 'mapping.json', '--skip-limit', 'all');
    assert.deepEqual(parseSummary(load).reasons, { AMBIGUOUS_NUMBER: 3 });
    const invoices = await findInvoices(ask, { search: 'ZERO-' });
    assert.deepEqual(
      invoices.map(({ number, total }) => [number, total.amount]),
      [['ZERO-0', '1234.50']],
    );
  },
};
