import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { z } from 'zod';
import { decodeImportedTotals, importedTotalsType, isImportedTotals } from './imported-totals.ts';

const wire = { customerName: 'Ada', currency: 'EUR', count: 2, amountMinor: '1250' };

const decode = (value: unknown) => decodeImportedTotals(Buffer.from(JSON.stringify(value)));
const decodeOne = (changes: object) => decode({ totals: [{ ...wire, ...changes }] });

test('totals are read with customers known and unknown, sums beyond 64 bits, and what was removed below zero', () => {
  const totals = [
    { ...wire, customerId: 'c-1', latestIssuedAtMs: -5 },
    { ...wire, customerId: null, latestIssuedAtMs: null, count: -3, amountMinor: '-99999999999999999999' },
  ];
  assert.deepEqual(decode({ totals, later: 'member' }), {
    kind: 'totals',
    totals: [
      {
        customerId: 'c-1',
        customerName: 'Ada',
        currency: 'EUR',
        count: 2,
        amountMinor: 1_250n,
        latestIssuedAtMs: -5,
      },
      { customerName: 'Ada', currency: 'EUR', count: -3, amountMinor: -99_999_999_999_999_999_999n },
    ],
  });
});

test('bytes that hold no totals give all that is wrong with them, and where', () => {
  const pathsOf = (decoded: ReturnType<typeof decode>) =>
    decoded.kind === 'invalid' ? decoded.problems.map(({ path }) => path) : [];
  assert.deepEqual(pathsOf(decodeImportedTotals(Buffer.from([0xff]))), ['']);
  assert.deepEqual(pathsOf(decode([])), ['']);
  assert.deepEqual(pathsOf(decode({})), ['/totals']);
  assert.deepEqual(pathsOf(decodeOne({ currency: 'XAU', count: 0.5, amountMinor: '1.50' })), [
    '/totals/0/currency',
    '/totals/0/count',
    '/totals/0/amountMinor',
  ]);
});

test('a long list is refused for its length alone, and many problems are cut to 20', () => {
  const long = decode({ totals: Array.from({ length: 1_001 }, () => ({})) });
  assert.deepEqual(long, {
    kind: 'invalid',
    problems: [{ path: '/totals', message: 'must have at most 1000 items' }],
  });
  assert.equal(decode({ totals: Array.from({ length: 1_000 }, () => wire) }).kind, 'totals');
  const bad = decode({ totals: Array.from({ length: 1_000 }, () => ({})) });
  assert.equal(bad.kind === 'invalid' && bad.problems.length, 20);
});

test('the decoder judges as the JSON Schema does', async () => {
  const file = await readFile(new URL('imported-totals.schema.json', import.meta.url), 'utf8');
  const schema = z.fromJSONSchema(JSON.parse(file));
  const samples: Readonly<Record<string, readonly unknown[]>> = {
    customerId: [undefined, null, 'c-1', '', 'c'.repeat(65), 1],
    customerName: [undefined, null, '', 'Ada', 1],
    currency: [undefined, null, 'EUR', 'eur', 'EURO', 1],
    count: [undefined, null, 1, -1, 0, 1.5, '1'],
    amountMinor: [undefined, null, '1', '-1', '', '1.5', '9'.repeat(38), '9'.repeat(39), 1],
    latestIssuedAtMs: [undefined, null, 0, -1, 1.5, '1'],
  };
  for (const [member, values] of Object.entries(samples)) {
    for (const value of values) {
      const sample: unknown = JSON.parse(JSON.stringify({ totals: [{ ...wire, [member]: value }] }));
      assert.equal(
        decode(sample).kind === 'totals',
        schema.safeParse(sample).success,
        `${member}: ${JSON.stringify(value)}`,
      );
    }
  }
});

test('a record carries totals if its type says so', () => {
  assert.equal(isImportedTotals({ ce_type: importedTotalsType }), true);
  assert.equal(isImportedTotals({ ce_type: 'facturation.invoice.issued.v1' }), false);
  assert.equal(isImportedTotals({}), false);
});
