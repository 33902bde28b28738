import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { z } from 'zod';
import { decodeImportedPayments } from './imported-payments.ts';

const wire = { customerName: 'Ada', currency: 'EUR', count: 2, amountMinor: '1250' };
const decode = (value: unknown) => decodeImportedPayments(Buffer.from(JSON.stringify(value)));

test('sums of payments are read, those that were taken back below zero', () => {
  const totals = [
    { ...wire, customerId: 'c-1' },
    { ...wire, customerId: null, count: -2, amountMinor: '-99999999999999999999' },
  ];
  assert.deepEqual(decode({ totals, later: 'member' }), {
    kind: 'totals',
    totals: [
      { customerId: 'c-1', customerName: 'Ada', currency: 'EUR', count: 2, amountMinor: 1_250n },
      { customerName: 'Ada', currency: 'EUR', count: -2, amountMinor: -99_999_999_999_999_999_999n },
    ],
  });
});

test('the decoder of payments judges as their JSON Schema does', async () => {
  const file = await readFile(new URL('imported-payments.schema.json', import.meta.url), 'utf8');
  const schema = z.fromJSONSchema(JSON.parse(file));
  const samples: Readonly<Record<string, readonly unknown[]>> = {
    customerId: [undefined, null, 'c-1', '', 'c'.repeat(65), 1],
    customerName: [undefined, null, '', 'Ada', 1],
    currency: [undefined, null, 'EUR', 'eur', 1],
    count: [undefined, null, 1, -1, 0, 1.5, '1'],
    amountMinor: [undefined, null, '1', '-1', '', '1.5', '9'.repeat(39), 1],
  };
  for (const [member, values] of Object.entries(samples)) {
    for (const value of values) {
      const sample: unknown = JSON.parse(JSON.stringify({ totals: [{ ...wire, [member]: value }] }));
      const message = `${member}: ${JSON.stringify(value)}`;
      assert.equal(decode(sample).kind === 'totals', schema.safeParse(sample).success, message);
    }
  }
});
