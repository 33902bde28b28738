import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentTotals } from '../model/amounts.ts';
import { sampleInvoice } from '../testing/sample-invoice.ts';
import { findTotalViolations } from './totals.ts';

const findIn = (changes: Partial<DocumentTotals>) =>
  findTotalViolations({ ...sampleInvoice, totals: { ...sampleInvoice.totals, ...changes } });

test('sums that follow from their parts violate nothing', () => {
  assert.deepEqual(findIn({}), []);
});

test('each sum that does not follow from its parts is named with its rule and term', () => {
  const expected: Readonly<Record<keyof DocumentTotals, readonly string[]>> = {
    lineMinor: ['BR-CO-10 BT-106', 'BR-CO-13 BT-109'],
    allowanceMinor: ['BR-CO-11 BT-107', 'BR-CO-13 BT-109'],
    chargeMinor: ['BR-CO-12 BT-108', 'BR-CO-13 BT-109'],
    netMinor: ['BR-CO-13 BT-109', 'BR-CO-15 BT-112'],
    taxMinor: ['BR-CO-14 BT-110', 'BR-CO-15 BT-112'],
    grossMinor: ['BR-CO-15 BT-112', 'BR-CO-16 BT-115'],
    paidMinor: ['BR-CO-16 BT-115'],
    roundingMinor: ['BR-CO-16 BT-115'],
    dueMinor: ['BR-CO-16 BT-115'],
  };
  for (const [name, names] of Object.entries(expected)) {
    const member = name as keyof DocumentTotals;
    const found = findIn({ [member]: sampleInvoice.totals[member] + 1n });
    assert.deepEqual(
      found.map(({ rule, term }) => `${rule} ${term}`),
      names,
      name,
    );
  }
});

test('a violation says what is given and what would be right', () => {
  assert.deepEqual(findIn({ dueMinor: 1n }), [
    {
      rule: 'BR-CO-16',
      term: 'BT-115',
      message: 'is 0.01, but the total with VAT less what was paid, with the rounding is 162.00',
    },
  ]);
});
