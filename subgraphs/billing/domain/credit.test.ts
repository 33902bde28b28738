import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseMoney } from '#schema/money.ts';
import { parseUnitPrice } from '#schema/unit-price.ts';
import {
  type CreditableLine,
  type CreditedPart,
  type CreditFigures,
  computeCredit,
  computeCreditOfTotal,
  leftToCredit,
} from './credit.ts';
import { computeLineAmounts } from './line.ts';
import { computeTotals, toTaxSubtotals } from './totals.ts';

const nothing: CreditedPart = { quantityE4: 0n, netMinor: 0n, taxMinor: 0n };
const minor = (amount: string) => parseMoney(amount, 'EUR')?.amountMinor;

interface Figures {
  readonly quantityE4: bigint;
  readonly unitPriceMicro: bigint;
  readonly taxRateMilli: number;
}

const toLine = (figures: Figures, index: number): CreditableLine => ({
  id: String(index),
  ...figures,
  ...computeLineAmounts(figures),
  taxCategory: null,
  credited: nothing,
});

/** Lines of one unit each in euros. */
const ofPrices = (taxRateMilli: number, ...prices: string[]) =>
  prices.map((price, index) =>
    toLine(
      {
        quantityE4: 10_000n,
        unitPriceMicro: parseUnitPrice(price, 'EUR').value?.amountMicro ?? 0n,
        taxRateMilli,
      },
      index,
    ),
  );

/** Credits these quantities one after the other and gives each credit note, and the lines after the last. */
function credit(
  given: readonly CreditableLine[],
  steps: readonly ReadonlyMap<string, bigint>[],
  isTaxedByLine = false,
): { notes: CreditFigures[]; lines: CreditableLine[] } {
  let lines = [...given];
  const notes = steps.map((wanted) => {
    const note = computeCredit({ isTaxedByLine, lines }, wanted);
    const parts = new Map(note.lines.map((part) => [part.line.id, part]));
    lines = lines.map((line) => {
      const { credited } = line;
      const part = parts.get(line.id) ?? nothing;
      return {
        ...line,
        credited: {
          quantityE4: credited.quantityE4 + part.quantityE4,
          netMinor: credited.netMinor + part.netMinor,
          taxMinor: credited.taxMinor + part.taxMinor,
        },
      };
    });
    return note;
  });
  return { notes, lines };
}

const everything = (lines: readonly CreditableLine[]) =>
  new Map(lines.map((line) => [line.id, leftToCredit(line)]));
const totalsOf = (notes: readonly CreditFigures[]) => notes.map(({ totalMinor }) => totalMinor);

test('credits line by line add up to the invoice: lago-api PR #2643', () => {
  const lines = ofPrices(20_000, '68.33', '68.33', '57.50', '85.00');
  assert.equal(computeTotals(toTaxSubtotals(lines)).totalMinor, minor('334.99'));
  const order = ['0', '2', '3', '1'].map((id) => new Map([[id, 10_000n]]));
  const expected = ['82.00', '69.00', '102.00', '81.99'].map(minor);
  assert.deepEqual(totalsOf(credit(lines, order).notes), expected);
});

test('a credit of the whole invoice mirrors it, half a cent included', () => {
  // validator-configuration-xrechnung #74, #63 and eInvoicing-EN16931 #303.
  for (const [net, tax] of [
    ['7612.50', '1446.38'],
    ['1710.50', '325.00'],
  ] as const) {
    const lines = ofPrices(19_000, net);
    const note = computeCredit({ isTaxedByLine: false, lines }, everything(lines));
    assert.deepEqual([note.netMinor, note.taxMinor], [minor(net), minor(tax)]);
  }
});

test('three thirds of one unit of 1.00 are 1.00', () => {
  const [line] = ofPrices(20_000, '1.00');
  assert.ok(line);
  const steps = [3_333n, 3_333n, 3_334n].map((quantity) => new Map([['0', quantity]]));
  const { notes } = credit([line], steps);
  assert.deepEqual(
    notes.map(({ netMinor, taxMinor }) => [netMinor, taxMinor]),
    [
      [33n, 7n],
      [34n, 6n],
      [33n, 7n],
    ],
  );
});

const line = fc.record({
  quantityE4: fc.bigInt({ min: 1n, max: 200_000n }),
  unitPriceMicro: fc.bigInt({ min: 0n, max: 100_000_000_000n }),
  taxRateMilli: fc.constantFrom(0, 2_100, 5_500, 9_975, 19_000, 20_000),
});
const invoice = fc
  .array(line, { minLength: 1, maxLength: 12 })
  .map((figures) => figures.map((one, index) => toLine(one, index)));
/** For each credit note and line the share of what is left, in thousandths. */
const shares = fc.array(fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 12, maxLength: 12 }), {
  maxLength: 6,
});

/** Credits shares of what is left at the time, then the rest, and gives all credit notes. */
function divide(given: readonly CreditableLine[], parts: readonly (readonly number[])[], byLine: boolean) {
  const notes: CreditFigures[] = [];
  let lines: readonly CreditableLine[] = given;
  for (const part of [...parts, undefined]) {
    const wanted = new Map(
      lines.map((one, index) => [
        one.id,
        part === undefined ? leftToCredit(one) : (leftToCredit(one) * BigInt(part[index] ?? 0)) / 1_000n,
      ]),
    );
    const after = credit(lines, [wanted], byLine);
    notes.push(...after.notes);
    lines = after.lines;
  }
  return { notes, lines };
}

test('every partition of an invoice into credits adds up to it, by line and by rate', () => {
  fc.assert(
    fc.property(invoice, shares, fc.boolean(), (given, parts, byLine) => {
      const { notes, lines } = divide(given, parts, byLine);
      for (const { quantityE4, netMinor, credited } of lines) {
        assert.equal(credited.quantityE4, quantityE4);
        assert.equal(credited.netMinor, netMinor);
      }
      const credited = notes.flatMap((note) => note.lines.map((part) => ({ ...part.line, ...part })));
      assert.deepEqual(toTaxSubtotals(credited, true), toTaxSubtotals(given, byLine));
    }),
  );
});

test('no credit note has a part below zero, and none differs from its exact share by more than its roundings', () => {
  fc.assert(
    fc.property(invoice, shares, (given, parts) => {
      for (const { lines, netMinor, taxMinor, totalMinor } of divide(given, parts, false).notes) {
        assert.equal(totalMinor, netMinor + taxMinor);
        for (const part of lines) {
          assert.ok(part.netMinor >= 0n && part.taxMinor >= 0n);
          const { line } = part;
          // Each of two cumulative figures is rounded by at most half a minor unit.
          const unit = 10_000n * 1_000_000n;
          const error = part.netMinor * unit - part.quantityE4 * line.unitPriceMicro;
          assert.ok(error <= unit && error >= -unit);
        }
      }
    }),
  );
});

test('a line below zero is credited with its sign', () => {
  const lines = [
    toLine({ quantityE4: 20_000n, unitPriceMicro: 500_000_000n, taxRateMilli: 20_000 }, 0),
    toLine({ quantityE4: -30_000n, unitPriceMicro: 33_500_000n, taxRateMilli: 20_000 }, 1),
  ];
  const steps = [
    new Map([['1', -10_000n]]),
    new Map([
      ['0', 20_000n],
      ['1', -20_000n],
    ]),
  ];
  const { notes } = credit(lines, steps);
  assert.deepEqual(
    notes.map(({ netMinor, taxMinor }) => [netMinor, taxMinor]),
    [
      [-34n, -7n],
      [933n, 187n],
    ],
  );
  assert.deepEqual(
    notes.reduce((sum, { totalMinor }) => sum + totalMinor, 0n),
    computeTotals(toTaxSubtotals(lines)).totalMinor,
  );
});

test('credits of an invoice without lines divide its tax and add up to it', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      fc.bigInt({ min: 0n, max: 10n ** 11n }),
      fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 8 }),
      (netMinor, taxMinor, parts) => {
        const whole = { taxMinor, totalMinor: netMinor + taxMinor };
        let credited = { netMinor: 0n, taxMinor: 0n, totalMinor: 0n };
        for (const part of [...parts, 1_000]) {
          const wanted = ((whole.totalMinor - credited.totalMinor) * BigInt(part)) / 1_000n;
          const note = computeCreditOfTotal({ ...whole, credited }, wanted);
          assert.ok(note.taxMinor >= 0n && note.netMinor >= 0n);
          credited = {
            netMinor: credited.netMinor + note.netMinor,
            taxMinor: credited.taxMinor + note.taxMinor,
            totalMinor: credited.totalMinor + note.totalMinor,
          };
        }
        assert.deepEqual(credited, { netMinor, ...whole });
      },
    ),
  );
});
