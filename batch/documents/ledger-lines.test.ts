import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EInvoice } from '#documents/model/e-invoice.ts';
import { sampleInvoice } from '#documents/testing/sample-invoice.ts';
import { findUnitCode } from '#documents/units/find-unit-code.ts';
import { findLoadProblems } from './find-load-problems.ts';
import { toLedgerLines } from './ledger-lines.ts';
import { namedUnits } from './unit-names.ts';

test('allowances and charges become lines of their own, and the sums stay', () => {
  const lines = toLedgerLines(sampleInvoice);
  assert.deepEqual(
    lines.map(({ id, description, quantityE4, unit, unitPriceMicro, netMinor }) => [
      id,
      description,
      Number(quantityE4),
      unit,
      Number(unitPriceMicro),
      Number(netMinor),
    ]),
    [
      ['1', 'Chaise', 100_000, 'unit', 1_000_000_000, 10_000],
      ['2', 'Montage', 25_000, 'hour', 2_000_000_000, 5_000],
      ['2', 'Geste', -10_000, '', 500_000_000, -500],
      ['', 'Remise', -10_000, '', 1_000_000_000, -1_000],
    ],
  );
  assert.deepEqual(findLoadProblems(sampleInvoice), []);
});

/** The sample with another first line. */
const withLine = (changes: Partial<EInvoice['lines'][number]>): EInvoice => {
  const [first, ...others] = sampleInvoice.lines;
  return { ...sampleInvoice, lines: [{ ...(first as EInvoice['lines'][number]), ...changes }, ...others] };
};

test('a price that is rounded leads to the amount of its line, and one that is another is refused', () => {
  // 3 units at 33.33 are 99.99, and the document says 100.00.
  const rounded = withLine({ quantityE4: 30_000n, priceMicro: 3_333_000_000n });
  const [line] = toLedgerLines(rounded);
  assert.deepEqual([line?.netMinor, line?.unitPriceMicro], [10_000n, 3_333_333_333n]);
  assert.deepEqual(findLoadProblems(rounded), []);
  const other = withLine({ priceMicro: 1_003_000_000n });
  assert.deepEqual(
    findLoadProblems(other).map(({ column, code }) => [column, code]),
    [['BT-131', 'PEPPOL-EN16931-R120']],
  );
});

test('amounts that the ledger cannot hold are refused, each by its term', () => {
  const { totals } = sampleInvoice;
  const document: EInvoice = {
    ...sampleInvoice,
    totals: {
      ...totals,
      taxMinor: 2_800n,
      grossMinor: 16_300n,
      paidMinor: 1_000n,
      roundingMinor: -2n,
      dueMinor: 15_298n,
    },
    vatBreakdown: [{ category: 'S', rateMilli: 20_000, baseMinor: 13_500n, taxMinor: 2_800n }],
  };
  const problems = findLoadProblems(document);
  assert.deepEqual(
    problems.map(({ column, code }) => [column, code]),
    [
      ['BT-117', 'BR-S-09'],
      ['BT-113', 'PREPAID_AMOUNT'],
      ['BT-114', 'ROUNDING_AMOUNT'],
    ],
  );
});

const codesOf = (document: EInvoice) =>
  findLoadProblems(document).map(({ column, code }) => `${column} ${code}`);

/** A document of one line without VAT. */
function ofLine(changes: Partial<EInvoice['lines'][number]>, currency = 'EUR'): EInvoice {
  const exempt = { category: 'E', rateMilli: 0 } as const;
  const { adjustments: _, ...first } = sampleInvoice.lines[0] as EInvoice['lines'][number];
  const line = { ...first, vat: exempt, ...changes };
  const { netMinor } = line;
  return {
    ...sampleInvoice,
    currency,
    adjustments: [],
    lines: [line],
    vatBreakdown: [{ ...exempt, baseMinor: netMinor, taxMinor: 0n, exemptionReason: 'Art. 261' }],
    totals: {
      ...sampleInvoice.totals,
      lineMinor: netMinor,
      allowanceMinor: 0n,
      netMinor,
      taxMinor: 0n,
      grossMinor: netMinor,
      dueMinor: netMinor,
    },
  };
}

test('an amount to which no price leads is refused by its term', () => {
  // 3,000,001 units at 0.00333333 are 9,999.99; one millionth of a cent more are 10,000.02.
  const many = ofLine({ quantityE4: 30_000_010_000n, priceMicro: 333_333n, netMinor: 1_000_000n });
  assert.deepEqual(codesOf(many), ['BT-131 LINE_AMOUNT']);
  assert.deepEqual(codesOf(ofLine({ quantityE4: 30_000n, priceMicro: 333_333_333n, netMinor: 1_000n })), []);
});

test('a line may differ from quantity times price by two hundredths of the unit of its currency', () => {
  const line = { quantityE4: 10_000n, priceMicro: 100_000_000n };
  assert.deepEqual(codesOf(ofLine({ ...line, netMinor: 101n }, 'JPY')), ['BT-131 PEPPOL-EN16931-R120']);
  assert.deepEqual(codesOf(ofLine({ ...line, netMinor: 120n }, 'KWD')), []);
});

test('a total below zero is refused with what would be right', () => {
  const minus = ofLine({ quantityE4: -10_000n, priceMicro: 10_000_000_000n, netMinor: -10_000n });
  assert.deepEqual(codesOf(minus), ['BT-112 AMOUNT_NEGATIVE']);
  assert.deepEqual(codesOf({ ...minus, typeCode: '381' }), ['BT-112 AMOUNT_NEGATIVE']);
});

test('a unit of a name that every object has is its code', () => {
  const [line] = sampleInvoice.lines;
  const lines = [{ ...(line as EInvoice['lines'][number]), unitCode: 'constructor' }];
  assert.equal(toLedgerLines({ ...sampleInvoice, lines })[0]?.unit, 'constructor');
});

test('every name of a unit is known by its code', () => {
  for (const [code, name] of namedUnits) assert.equal(findUnitCode(name), code, name);
});
