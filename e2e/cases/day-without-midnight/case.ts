import assert from 'node:assert/strict';
import type { Case } from '../case.ts';
import { findInvoices } from '../invoices.ts';
import { expectCompleted } from '../load-summary.ts';

/** In Cairo the clocks of 25 April 2025 began at 01:00. */
export const dayWithoutMidnight: Case = {
  name: 'a day whose clocks showed no midnight is loaded',
  async run({ openDesk, ask }) {
    const desk = await openDesk(import.meta.dirname);
    expectCompleted(await desk.batch('load', 'in.csv', '--mapping', 'mapping.json'));
    const [invoice] = await findInvoices(ask, { search: 'MIDNIGHT-1' });
    assert.equal(invoice?.issueDate, '2025-04-25');
    assert.equal(invoice.issuedAt, '2025-04-24T22:00:00.000Z');
  },
};
