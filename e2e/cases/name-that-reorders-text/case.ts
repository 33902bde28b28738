import assert from 'node:assert/strict';
import type { Case } from '../case.ts';
import { findInvoices } from '../invoices.ts';
import { parseSummary } from '../load-summary.ts';

/** U+202E lets a name be read backwards. */
const displayName = '\u202eadA';

export const nameThatReordersText: Case = {
  name: 'a name with a mark that reorders text is refused in files and by the API',
  async run({ openDesk, ask, askAsAdmin }) {
    const desk = await openDesk(import.meta.dirname);
    const load = await desk.batch('load', 'in.csv', '--skip-limit', 'all');
    assert.deepEqual(parseSummary(load).reasons, { CONTROL_CHARACTER: 1 });
    assert.deepEqual(await findInvoices(ask, { search: 'BIDI-1' }), []);

    const { data } = await askAsAdmin<{
      createCustomer: { customer: null; userErrors: { field: string[] }[] };
    }>(
      `mutation($input: CreateCustomerInput!) {
        createCustomer(input: $input) { customer { id } userErrors { field code } } }`,
      { input: { displayName } },
    );
    assert.equal(data.createCustomer.customer, null);
    assert.deepEqual(data.createCustomer.userErrors[0]?.field, ['displayName']);
  },
};
