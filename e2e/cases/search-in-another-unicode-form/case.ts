import assert from 'node:assert/strict';
import type { Case } from '../case.ts';
import { findInvoices } from '../invoices.ts';
import { expectCompleted } from '../load-summary.ts';

/** The file has the name in NFD. */
export const searchInAnotherUnicodeForm: Case = {
  name: 'a customer whose name a file has in NFD is found by the name in NFC and in NFD',
  async run({ openDesk, ask }) {
    const desk = await openDesk(import.meta.dirname);
    expectCompleted(await desk.batch('load', 'in.csv'));
    for (const form of ['NFC', 'NFD']) {
      const invoices = await findInvoices(ask, { search: 'Käthe Björk'.normalize(form) });
      assert.deepEqual(
        invoices.map(({ number }) => number),
        ['SEARCH-1'],
        form,
      );
    }
  },
};
