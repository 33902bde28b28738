import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VatBreakdown } from '../model/amounts.ts';
import type { EInvoice } from '../model/e-invoice.ts';
import { sampleInvoice } from '../testing/sample-invoice.ts';
import { findRuleViolations } from './find-rule-violations.ts';

const namesOf = (document: EInvoice) =>
  findRuleViolations(document).map(({ rule, term }) => `${rule} ${term}`);
const namesWith = (changes: Partial<EInvoice>) => namesOf({ ...sampleInvoice, ...changes });
const { seller, buyer } = sampleInvoice;

/** The sample in one category without tax. */
function inCategory(part: Omit<VatBreakdown, 'rateMilli' | 'baseMinor' | 'taxMinor'>): EInvoice {
  const { category } = part;
  const vat = { category, rateMilli: 0 };
  const { lines, adjustments = [], totals } = sampleInvoice;
  return {
    ...sampleInvoice,
    lines: lines.map((line) => ({ ...line, vat })),
    adjustments: adjustments.map((one) => ({ ...one, vat })),
    vatBreakdown: [{ ...part, rateMilli: 0, baseMinor: 13_500n, taxMinor: 0n }],
    totals: { ...totals, taxMinor: 0n, grossMinor: 13_500n, dueMinor: 13_500n },
  };
}

test('a document that may be sent violates nothing, in each category', () => {
  assert.deepEqual(namesOf(sampleInvoice), []);
  assert.deepEqual(namesOf(inCategory({ category: 'Z' })), []);
  for (const category of ['E', 'AE', 'K', 'G'] as const)
    assert.deepEqual(namesOf(inCategory({ category, exemptionReason: 'Because' })), [], category);
});

test('all parts that are missing are named at once', () => {
  const names = namesWith({
    number: '',
    issueDate: '1 September',
    currency: 'EURO',
    seller: { name: '', address: { countryCode: '' }, electronicAddress: { id: 'x' } },
    buyer: { name: '', address: { countryCode: 'xx' } },
    payment: { meansCode: '30' },
    references: { precedingInvoices: [{ number: '' }] },
  });
  const expected = ['BR-02 BT-1', 'BR-03 BT-2', 'BR-05 BT-5', 'BR-06 BT-27', 'BR-07 BT-44', 'BR-09 BT-40'];
  expected.push('BR-11 BT-55', 'BR-61 BT-84', 'BR-62 BT-34', 'BR-55 BT-25', 'BR-CO-26 BG-4', 'BR-S-02 BT-31');
  assert.deepEqual(names, expected);
});

test('an amount due needs a day or terms, and an allowance a reason', () => {
  const { dueDate: _, paymentTerms: __, ...rest } = sampleInvoice;
  const adjustments = (rest.adjustments ?? []).map(({ reason: ___, reasonCode: ____, ...one }) => one);
  assert.deepEqual(namesOf({ ...rest, adjustments }), ['BR-CO-25 BT-9', 'BR-33 BT-97']);
});

test('a category without tax needs its reason, and others have none', () => {
  assert.deepEqual(namesOf(inCategory({ category: 'AE' })), ['BR-AE-10 BT-120']);
  assert.deepEqual(namesOf(inCategory({ category: 'Z', exemptionReason: 'Because' })), ['BR-Z-10 BT-120']);
});

test('reverse charge, supplies and exports need the numbers of the parties', () => {
  const { vatId: _, legalId: __, ...nameless } = buyer;
  const { vatId: ___, ...sellerWithoutVatId } = seller;
  const lacking = (category: 'AE' | 'K' | 'G') =>
    namesOf({
      ...inCategory({ category, exemptionReason: 'Because' }),
      buyer: nameless,
      seller: sellerWithoutVatId,
    });
  assert.deepEqual(lacking('AE'), ['BR-AE-02 BT-31', 'BR-AE-02 BT-48']);
  assert.deepEqual(lacking('K'), ['BR-IC-02 BT-31', 'BR-IC-02 BT-48']);
  assert.deepEqual(lacking('G'), ['BR-G-02 BT-31']);
});

test('an intra-community supply needs day and country of the delivery', () => {
  const { delivery: _, ...supply } = inCategory({ category: 'K', exemptionReason: 'Because' });
  assert.deepEqual(namesOf(supply), ['BR-IC-11 BT-72', 'BR-IC-12 BT-80']);
});

test('the breakdown has each category and rate with its sum and its tax', () => {
  const [part] = sampleInvoice.vatBreakdown;
  if (part === undefined) throw new Error('The sample has a breakdown');
  const withPart = (changes: Partial<VatBreakdown>) => namesWith({ vatBreakdown: [{ ...part, ...changes }] });
  assert.deepEqual(withPart({ baseMinor: 13_501n }), ['BR-S-08 BT-116']);
  assert.deepEqual(withPart({ rateMilli: 10_000 }), ['BR-S-01 BG-23', 'BR-S-08 BT-116', 'BR-S-09 BT-117']);
  assert.deepEqual(withPart({ taxMinor: 2801n }), ['BR-CO-14 BT-110', 'BR-S-09 BT-117']);
});

test('a third decimal of a currency is refused, as EN 16931 allows two', () => {
  const names = namesWith({ currency: 'KWD' });
  assert.deepEqual(names, []);
  const [line, ...others] = sampleInvoice.lines;
  if (line === undefined) throw new Error('The sample has lines');
  const precise = namesWith({ currency: 'KWD', lines: [{ ...line, netMinor: 10_001n }, ...others] });
  assert.ok(precise.includes('BR-DEC-23 BT-131'), precise.join(', '));
});

test('a character that XML cannot carry is named with its place', () => {
  assert.deepEqual(namesWith({ paymentTerms: 'a\u000b' }), ['XML 1.0 Char paymentTerms']);
});
