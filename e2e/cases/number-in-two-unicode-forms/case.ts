import assert from 'node:assert/strict';
import type { Case } from '../case.ts';
import { findInvoices } from '../invoices.ts';
import { expectCompleted } from '../load-summary.ts';

/** The first row has its number in NFC, the second one in NFD. */
export const numberInTwoUnicodeForms: Case = {
  name: 'a number in NFC and in NFD is that of one invoice',
  async run({ openDesk, ask }) {
    const desk = await openDesk(import.meta.dirname);
    const { loaded, alreadyThere } = expectCompleted(await desk.batch('load', 'in.csv', '--workers', '1'));
    assert.deepEqual({ loaded, alreadyThere }, { loaded: 1, alreadyThere: 1 });
    const invoices = await findInvoices(ask, { search: 'RÉ-7' });
    assert.deepEqual(
      invoices.map(({ number, total }) => [number, total.amount]),
      [['R\u00c9-7', '100.00']],
    );
  },
};
