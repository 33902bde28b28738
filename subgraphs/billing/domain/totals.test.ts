import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseMoney } from '#schema/money.ts';
import { parseTaxRate } from '#schema/tax-rate.ts';
import { parseUnitPrice } from '#schema/unit-price.ts';
import { computeLineAmounts, type LineAmounts, type LinePricing } from './line.ts';
import { computeTotals, toTaxSubtotals } from './totals.ts';

type TestLine = LinePricing & LineAmounts;

const line = fc
  .record({
    quantityE4: fc.bigInt({ min: -1_000_000n, max: 1_000_000n }),
    unitPriceMicro: fc.bigInt({ min: 0n, max: 100_000_000_000n }),
    taxRateMilli: fc.constantFrom(0, 2_100, 5_500, 9_975, 19_000, 20_000),
    taxCategory: fc.constant(null),
  })
  .map((figures) => ({ ...figures, ...computeLineAmounts(figures) }));
const lines = fc.array(line, { maxLength: 40 });

/** Lines of one unit each in euros, as texts: price and rate. */
function toLines(...given: readonly (readonly [price: string, rate: string])[]): TestLine[] {
  return given.map(([price, rate]) => {
    const isBelowZero = price.startsWith('-');
    const figures = {
      quantityE4: isBelowZero ? -10_000n : 10_000n,
      unitPriceMicro: parseUnitPrice(price.replace('-', ''), 'EUR').value?.amountMicro ?? 0n,
      taxRateMilli: parseTaxRate(rate).value ?? 0,
      taxCategory: null,
    };
    return { ...figures, ...computeLineAmounts(figures) };
  });
}

const minor = (amount: string) => parseMoney(amount, 'EUR')?.amountMinor;
const times = (count: number, price: string, rate: string) =>
  toLines(...Array.from({ length: count }, () => [price, rate] as const));

/** Faults that were reported for other systems, with the right figures. */
const reported: readonly (readonly [name: string, lines: TestLine[], net: string, tax: string])[] = [
  ['1,000 x 0.02 at 19 %', times(1_000, '0.02', '19'), '20.00', '3.80'],
  ['1,000 x 0.13 at 19 %', times(1_000, '0.13', '19'), '130.00', '24.70'],
  ['odoo #36675', toLines(['55.55', '23'], ['11.11', '23']), '66.66', '15.33'],
  [
    'lago-api PR #2643',
    toLines(['68.33', '20'], ['68.33', '20'], ['57.50', '20'], ['85.00', '20']),
    '279.16',
    '55.83',
  ],
  ['ksa_compliance PR #386', times(3, '10.10', '15'), '30.30', '4.55'],
  ['validator-configuration-xrechnung #74', toLines(['-7612.50', '19']), '-7612.50', '-1446.38'],
  ['eInvoicing-EN16931 #303', toLines(['-1710.50', '19']), '-1710.50', '-325.00'],
  ['invoiceninja #10856', toLines(['8500', '19'], ['-7500', '19']), '1000.00', '190.00'],
  ['two rates', toLines(['0.05', '5.5'], ['0.05', '5.5'], ['0.03', '20'], ['0.03', '20']), '0.16', '0.02'],
];

for (const [name, given, net, tax] of reported) {
  test(`the tax of a rate is rounded once: ${name}`, () => {
    const totals = computeTotals(toTaxSubtotals(given));
    assert.deepEqual([totals.netMinor, totals.taxMinor], [minor(net), minor(tax)]);
    assert.equal(totals.totalMinor, totals.netMinor + totals.taxMinor);
  });
}

test('the sums of the subtotals are the totals of the invoice', () => {
  fc.assert(
    fc.property(lines, (given) => {
      const { netMinor, taxMinor } = computeTotals(toTaxSubtotals(given));
      const subtotals = toTaxSubtotals(given);
      const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
      assert.equal(sum(subtotals.map((subtotal) => subtotal.netMinor)), netMinor);
      assert.equal(sum(subtotals.map((subtotal) => subtotal.taxMinor)), taxMinor);
      assert.equal(sum(given.map((one) => one.netMinor)), netMinor);
    }),
  );
});

test('the tax of a rate is at most half a minor unit from the exact one', () => {
  fc.assert(
    fc.property(lines, (given) => {
      for (const { netMinor, taxMinor, taxRateMilli } of toTaxSubtotals(given)) {
        const doubledError = 2n * (taxMinor * 100_000n - netMinor * BigInt(taxRateMilli));
        assert.ok(doubledError >= -100_000n && doubledError <= 100_000n);
      }
    }),
  );
});

test('the order of the lines changes neither totals nor subtotals', () => {
  fc.assert(
    fc.property(lines, (given) => {
      assert.deepEqual(toTaxSubtotals(given.toReversed()), toTaxSubtotals(given));
      assert.deepEqual(
        computeTotals(toTaxSubtotals(given.toReversed())),
        computeTotals(toTaxSubtotals(given)),
      );
    }),
  );
});

test('a credit mirrors its invoice', () => {
  fc.assert(
    fc.property(lines, (given) => {
      const credited = given.map(({ quantityE4, ...rest }) => {
        const figures = { ...rest, quantityE4: -quantityE4 };
        return { ...figures, ...computeLineAmounts(figures) };
      });
      const { netMinor, taxMinor, totalMinor } = computeTotals(toTaxSubtotals(given));
      const mirrored = { netMinor: -netMinor, taxMinor: -taxMinor, totalMinor: -totalMinor };
      assert.deepEqual(computeTotals(toTaxSubtotals(credited)), mirrored);
    }),
  );
});

test('each rate has one subtotal, the lowest first', () => {
  fc.assert(
    fc.property(lines, (given) => {
      const rates = toTaxSubtotals(given).map(({ taxRateMilli }) => taxRateMilli);
      assert.deepEqual(
        rates,
        [...new Set(given.map((one) => one.taxRateMilli))].sort((a, b) => a - b),
      );
    }),
  );
});

test('an invoice that was taxed line by line keeps the sums of its lines', () => {
  const given = toLines(['55.55', '23'], ['11.11', '23']);
  assert.deepEqual(toTaxSubtotals(given, true), [
    { taxCategory: null, taxRateMilli: 23_000, netMinor: 6_666n, taxMinor: 1_534n },
  ]);
});

test('an invoice without lines has totals of zero', () => {
  assert.deepEqual(computeTotals([]), { netMinor: 0n, taxMinor: 0n, totalMinor: 0n });
  assert.deepEqual(toTaxSubtotals([]), []);
});
