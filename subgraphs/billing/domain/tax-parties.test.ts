import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExemptCategory } from '#schema/tax-category.ts';
import { findTaxPartyProblems } from './tax-parties.ts';

const problemsOf = (category: ExemptCategory | null, taxNumber: string | null, countryCode: string | null) =>
  findTaxPartyProblems(
    { lines: [{ position: 1, taxCategory: category }], adjustments: null },
    { customer: { taxNumber, countryCode }, seller: null },
  );

test('an intra-community supply needs the VAT id of a member state', () => {
  for (const id of ['FR40303265045', 'EL123456789', 'XI123456789', 'de 123.456-789'])
    assert.deepEqual(problemsOf('K', id, 'FR'), [], id);
  for (const id of [null, 'CHE123456789', 'GB123456789', '303265045', 'FR'])
    assert.match(problemsOf('K', id, 'FR')[0] ?? '', /^Line 1: INTRA_COMMUNITY needs the customer's VAT id/);
});

test('an export needs a country outside the EU', () => {
  assert.deepEqual(problemsOf('G', null, 'CH'), []);
  assert.deepEqual(problemsOf('G', null, 'GB'), []);
  for (const country of ['FR', 'GR', null]) assert.equal(problemsOf('G', null, country).length, 1);
});

test('reverse charge needs a tax number; the other categories need nothing', () => {
  assert.deepEqual(problemsOf('AE', '303265045', 'FR'), []);
  assert.equal(problemsOf('AE', null, 'FR').length, 1);
  for (const category of ['E', null] as const) assert.deepEqual(problemsOf(category, null, null), []);
});

test('each category is reported once, with its lines', () => {
  const lines = (['AE', null, 'AE', 'G'] as const).map((taxCategory, index) => ({
    position: index + 1,
    taxCategory,
  }));
  assert.deepEqual(
    findTaxPartyProblems(
      { lines, adjustments: null },
      { customer: { taxNumber: null, countryCode: 'FR' }, seller: null },
    ),
    [
      'Lines 1, 3: REVERSE_CHARGE needs a tax number of the customer.',
      'Line 4: EXPORT needs an address of the customer outside the EU.',
    ],
  );
});

// EN 16931 BR-AE-03, BR-AE-04, BR-IC-03, BR-IC-04: allowances and charges on the document need what lines need.
test('allowances and charges on the whole invoice are checked like lines', () => {
  const onCategory = (isCharge: boolean, taxCategory: ExemptCategory) => ({
    isCharge,
    tax: { taxRateMilli: 0, taxCategory, taxExemptionReason: 'Reason' },
  });
  const adjustments = [
    onCategory(true, 'K'),
    onCategory(false, 'AE'),
    { isCharge: true, tax: null },
    onCategory(true, 'AE'),
  ];
  const lines = [
    { position: 1, taxCategory: null },
    { position: 2, taxCategory: 'AE' as const },
  ];
  assert.deepEqual(
    findTaxPartyProblems(
      { lines, adjustments },
      { customer: { taxNumber: null, countryCode: 'FR' }, seller: null },
    ),
    [
      'Line 2 and allowance 1 and charge 3: REVERSE_CHARGE needs a tax number of the customer.',
      "Charge 1: INTRA_COMMUNITY needs the customer's VAT id in a member state of the EU, for example FR40303265045.",
    ],
  );
});

test('a supply to another member state goes to another one than the seller has its VAT id in', () => {
  const lines = [{ position: 1, taxCategory: 'K' as const }];
  const problemsOfId = (taxNumber: string) =>
    findTaxPartyProblems(
      { lines, adjustments: null },
      { customer: { taxNumber, countryCode: null }, seller: { vatId: 'FR44732829320' } },
    );
  assert.deepEqual(problemsOfId('DE123456789'), []);
  assert.deepEqual(problemsOfId('fr 40 303265045'), [
    "Line 1: INTRA_COMMUNITY needs the customer's VAT id in another member state than FR, which is the seller's.",
  ]);
});

// EN 16931 BR-AE-02, BR-IC-02, BR-G-02 ask for it; an exemption is also for sellers without a VAT id.
test('reverse charge, supplies to member states and exports need the VAT id of a configured seller', () => {
  const problemsFor = (taxCategory: ExemptCategory) =>
    findTaxPartyProblems(
      { lines: [{ position: 1, taxCategory }], adjustments: null },
      { customer: { taxNumber: null, countryCode: 'CH' }, seller: {} },
    );
  assert.deepEqual(problemsFor('G'), [
    'Line 1: EXPORT needs the VAT id of the seller, which is not configured.',
  ]);
  assert.deepEqual(problemsFor('AE'), [
    'Line 1: REVERSE_CHARGE needs a tax number of the customer, and the VAT id of the seller, which is not configured.',
  ]);
  assert.equal(problemsFor('K').length, 1);
  assert.deepEqual(problemsFor('E'), []);
});
