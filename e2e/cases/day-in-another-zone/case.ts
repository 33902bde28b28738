import assert from 'node:assert/strict';
import type { Case } from '../case.ts';
import { findInvoices } from '../invoices.ts';
import { expectCompleted } from '../load-summary.ts';

/** The zone of the file is ahead of UTC, so the first instant of its days is on the day before in UTC. */
export const dayInAnotherZone: Case = {
  name: 'a day in a file stays that day, whatever the zone of the file',
  async run({ openDesk, ask }) {
    const desk = await openDesk(import.meta.dirname);
    expectCompleted(await desk.batch('load', 'in.csv', '--mapping', 'mapping.json'));
    const invoices = await findInvoices(ask, { search: 'DAY-' });
    assert.deepEqual(Object.fromEntries(invoices.map(({ number, issueDate }) => [number, issueDate])), {
      'DAY-1': '2026-01-01',
      'DAY-2': '2026-07-01',
    });
  },
};
