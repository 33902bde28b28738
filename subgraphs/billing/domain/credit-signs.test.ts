import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pickSize } from '#platform/testing/test-size.ts';
import { type CreditableLine, type CreditFigures, computeCredit, leftToCredit } from './credit.ts';
import { type DraftTerms, priceDraft } from './price-draft.ts';
import { toGroupKey } from './tax-group.ts';
import { issuableDraft } from './testing/drafts.ts';

/** For each credit note, the quantity of each line in ten-thousandths. */
type Steps = readonly (readonly bigint[])[];

/** Issues a draft, credits it in these steps, and gives the credit notes. */
function creditInSteps(
  terms: DraftTerms,
  choose: (lines: readonly CreditableLine[]) => Iterable<readonly bigint[]>,
) {
  const { lines: priced, adjustments, pricesIncludeTax } = priceDraft(terms);
  const credited = { quantityE4: 0n, netMinor: 0n, taxMinor: 0n };
  const lines = priced.map((line, index) => ({ ...line, id: String(index), credited }));
  const notes: CreditFigures[] = [];
  for (const quantities of choose(lines)) {
    const wanted = new Map(lines.map(({ id }, index) => [id, quantities[index] ?? 0n]));
    const note = computeCredit({ lines, adjustments, pricesIncludeTax }, wanted);
    notes.push(note);
    for (const { line, quantityE4, netMinor, taxMinor } of note.lines) {
      const known = line.credited;
      Object.assign(line, {
        credited: {
          quantityE4: known.quantityE4 + quantityE4,
          netMinor: known.netMinor + netMinor,
          taxMinor: known.taxMinor + taxMinor,
        },
      });
    }
  }
  return notes;
}

const inSteps = (terms: DraftTerms, steps: Steps) => creditInSteps(terms, () => steps);

const work = (quantityE4: bigint, unitPriceMicro: bigint, taxRateMilli: number) => ({
  productId: null,
  sku: null,
  description: 'Work',
  unit: 'hour',
  quantityE4,
  unitPriceMicro,
  taxRateMilli,
  taxCategory: null,
  taxExemptionReason: null,
  adjustments: null,
});

test('what bears no tax has none in any credit, also if prices include tax (EN 16931 BR-Z-09)', () => {
  // Two units at 0.333 are 0.67; one of them is 0.33.
  const lines = [work(20_000n, 33_300_000n, 0)];
  const notes = inSteps({ lines, adjustments: [], pricesIncludeTax: true }, [[10_000n], [10_000n]]);
  assert.deepEqual(
    notes.map(({ netMinor, taxMinor }) => [netMinor, taxMinor]),
    [
      [33n, 0n],
      [34n, 0n],
    ],
  );
});

test('a line has the tax of its net even if an allowance takes nearly all of it', () => {
  // 100.00 less 99.97 is 0.03, whose tax at 20 % is 0.01; that of the line's 100.00 is 20.00.
  const allowance = {
    isCharge: false,
    reason: 'Discount',
    percentMilli: null,
    amountMinor: 9_997n,
    tax: null,
  };
  const lines = [work(10_000n, 10_000_000_000n, 20_000)];
  const [note] = inSteps({ lines, adjustments: [allowance], pricesIncludeTax: false }, [[10_000n]]);
  assert.deepEqual(
    [note?.lines[0]?.taxMinor, note?.adjustments?.[0]?.shares[0]?.taxMinor, note?.taxMinor],
    [2_000n, 1_999n, 1n],
  );
});

test('no credit of an invoice gives back a net and takes a tax, or the other way round', () => {
  const percents = fc.array(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 6, maxLength: 6 }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(issuableDraft, percents, (terms, parts) => {
      const notes = creditInSteps(terms, function* (lines) {
        for (const part of [...parts, lines.map(() => 100)])
          yield lines.map((line, index) => (leftToCredit(line) * BigInt(part[index] ?? 0)) / 100n);
      });
      for (const { lines, adjustments, netMinor, taxMinor } of notes) {
        const signed = (adjustments ?? []).flatMap(({ isCharge, shares }) =>
          shares.map((share) => ({ ...share, sign: isCharge ? 1n : -1n })),
        );
        const items = [...lines.map((part) => ({ ...part.line, ...part, sign: 1n })), ...signed];
        for (const [key, group] of Map.groupBy(items, toGroupKey)) {
          const [net, tax] = (['netMinor', 'taxMinor'] as const).map((name) =>
            group.reduce((sum, item) => sum + item.sign * item[name], 0n),
          );
          assert.ok(
            net !== undefined && net >= 0n && tax !== undefined && tax >= 0n,
            `${key}: ${net}, ${tax}`,
          );
          if (group[0]?.taxRateMilli === 0) assert.equal(tax, 0n);
        }
        for (const part of [...lines, ...signed])
          assert.ok(part.netMinor >= 0n && part.taxMinor >= 0n, `${part.netMinor}, ${part.taxMinor}`);
        assert.ok(netMinor >= 0n && taxMinor >= 0n);
      }
    }),
    { numRuns: pickSize({ quick: 300, long: 20_000 }) },
  );
});
