import assert from 'node:assert/strict';
import { test } from 'node:test';
import { divideStatedTaxes } from './stated-taxes.ts';

const standard = { category: 'S', rateMilli: 20_000 } as const;
const reduced = { category: 'S', rateMilli: 5_500 } as const;
const zero = { category: 'Z', rateMilli: 0 } as const;
const line = (netMinor: bigint, vat: typeof standard | typeof reduced | typeof zero = standard) => ({
  netMinor,
  vat,
});

test('VAT of base by rate is left to the ledger', () => {
  const vatBreakdown = [{ ...standard, baseMinor: 6_666n, taxMinor: 1_333n }];
  assert.equal(divideStatedTaxes({ vatBreakdown }, [line(5_555n), line(1_111n)]), undefined);
});

test('the last of the credit notes of an invoice has the VAT that is left', () => {
  // 334.99 at 20 %, credited line by line: 82.00, 69.00, 102.00 and 81.99.
  const vatBreakdown = [{ ...standard, baseMinor: 6_833n, taxMinor: 1_366n }];
  assert.deepEqual(divideStatedTaxes({ vatBreakdown }, [line(6_833n)]), [1_366n]);
});

test('deviations of two rates that cancel out are kept in each', () => {
  const vatBreakdown = [
    { ...standard, baseMinor: 10_000n, taxMinor: 2_001n },
    { ...reduced, baseMinor: 10_000n, taxMinor: 549n },
    { ...zero, baseMinor: 500n, taxMinor: 0n },
  ];
  const lines = [line(10_000n, reduced), line(500n, zero), line(4_000n), line(6_000n)];
  const taxes = divideStatedTaxes({ vatBreakdown }, lines) ?? [];
  assert.deepEqual([taxes[0], taxes[1], (taxes[2] ?? 0n) + (taxes[3] ?? 0n)], [549n, 0n, 2_001n]);
});

test('an allowance of nearly all that is charged does not multiply the deviation', () => {
  const vatBreakdown = [{ ...standard, baseMinor: 100n, taxMinor: 119n }];
  const lines = [line(100_000_000n), line(-99_999_900n)];
  const taxes = divideStatedTaxes({ vatBreakdown }, lines) ?? [];
  assert.equal((taxes[0] ?? 0n) + (taxes[1] ?? 0n), 119n);
  for (const [index, { netMinor }] of lines.entries()) {
    const deviation = (taxes[index] ?? 0n) - netMinor / 5n;
    assert.ok(deviation >= -100n && deviation <= 100n, `line ${index} deviates by ${deviation}`);
  }
});

test('VAT of lines that come to nothing is that of the first', () => {
  const vatBreakdown = [{ ...standard, baseMinor: 0n, taxMinor: 2n }];
  assert.deepEqual(divideStatedTaxes({ vatBreakdown }, [line(0n), line(0n)]), [2n, 0n]);
});
