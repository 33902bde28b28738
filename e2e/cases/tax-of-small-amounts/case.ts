import assert from 'node:assert/strict';
import { succeed } from '../../../subgraphs/billing/testing/invoice-calls.ts';
import type { Case } from '../case.ts';
import { addCustomer } from '../issue.ts';

/** The tax of each line would be rounded to nothing, or up by a third. */
const prices = [
  { unitPrice: '0.02', net: '20.00', tax: '3.80' },
  { unitPrice: '0.13', net: '130.00', tax: '24.70' },
];

export const taxOfSmallAmounts: Case = {
  name: 'the tax of a rate is that of its sum, rounded once (EN 16931 BR-CO-17)',
  async run({ ask, askAsAdmin }) {
    const customerId = await addCustomer(askAsAdmin, 'Small Amounts');
    for (const { unitPrice, net, tax } of prices) {
      const line = { description: 'Screw', quantity: '1', unitPrice, taxRate: '19' };
      const draft = await succeed(ask, 'createInvoice', {
        customerId,
        currency: 'EUR',
        lines: Array.from({ length: 1_000 }, () => line),
      });
      assert.deepEqual([draft.netTotal.amount, draft.taxTotal.amount], [net, tax]);
      const subtotals = draft.taxSubtotals.map(({ taxRate, netAmount, taxAmount }) => [
        Number(taxRate),
        netAmount.amount,
        taxAmount.amount,
      ]);
      assert.deepEqual(subtotals, [[19, net, tax]]);
    }
  },
};
