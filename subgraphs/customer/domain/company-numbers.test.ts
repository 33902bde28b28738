import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputProblems } from '#kernel/input-problems.ts';
import { type CustomerFieldsInput, parseCustomerFields } from './customer-fields.ts';

const none = { siren: null, siret: null, taxNumber: null };

function read(input: CustomerFieldsInput, current = none as Parameters<typeof parseCustomerFields>[2]) {
  const problems = new InputProblems();
  const { siren, siret, electronicAddressScheme, electronicAddressId } = parseCustomerFields(
    input,
    problems,
    current,
  );
  const errors = problems.errors.map(({ field, code }) => `${field.join('.')} ${code}`);
  return { numbers: [siren, siret], address: [electronicAddressScheme, electronicAddressId], errors };
}

test('numbers are stored without gaps, and a SIRET gives the SIREN', () => {
  assert.deepEqual(read({ siren: '732 829 320' }).numbers, ['732829320', undefined]);
  assert.deepEqual(read({ siret: '732 829 320 00074' }).numbers, ['732829320', '73282932000074']);
  assert.deepEqual(read({ siren: null, siret: '73282932000074' }).numbers, ['732829320', '73282932000074']);
  // La Poste, whose establishments are checked by the sum of their digits.
  assert.deepEqual(read({ siret: '35600000049837' }).errors, []);
});

test('without a SIREN there is no SIRET, and an absent number stays', () => {
  assert.deepEqual(read({ siren: null }).numbers, [null, null]);
  assert.deepEqual(read({ siret: null }).numbers, [undefined, null]);
  assert.deepEqual(read({ displayName: 'A' }).numbers, [undefined, undefined]);
});

test('a number that is wrong by Luhn is refused, and all problems are told at once', () => {
  assert.deepEqual(read({ siren: '732829321', siret: '73282932000075' }).errors, [
    'siren INVALID',
    'siret INVALID',
  ]);
});

test('numbers of different companies are refused, also those that stay', () => {
  const current = { siren: '732829320', siret: '73282932000074', taxNumber: 'FR44732829320' };
  assert.deepEqual(read({ siren: '120027016', siret: '73282932000074' }).errors, ['siret INVALID']);
  assert.deepEqual(read({ siren: '120027016', taxNumber: null }, current).errors, ['siren INVALID']);
  assert.deepEqual(read({ siren: '120027016', siret: null }, current).errors, ['siren INVALID']);
  assert.deepEqual(read({ siren: '120027016', siret: null, taxNumber: null }, current).errors, []);
  assert.deepEqual(read({ taxNumber: 'FR 40 303 265 045' }, current).errors, ['taxNumber INVALID']);
  // A number that is not a French VAT id says nothing about the SIREN.
  assert.deepEqual(read({ taxNumber: 'DE123456789' }, current).errors, []);
  assert.deepEqual(read({ displayName: 'Renamed' }, { ...current, siren: '120027016' }).errors, []);
});

test('an electronic address has a scheme of the EAS list and its form', () => {
  const addressOf = (scheme: string, id: string) => read({ electronicAddress: { scheme, id } });
  for (const [scheme, id] of [
    ['0225', '732829320'],
    ['0225', '732829320_73282932000074'],
    ['0225', '732829320_COMPTA-1'],
    ['0009', '73282932000074'],
    ['0088', '4012345000009'],
    ['EM', 'invoices@example.com'],
  ] as const) {
    const { address, errors } = addressOf(scheme, id);
    assert.deepEqual([address, errors], [[scheme, id], []]);
  }
  for (const [scheme, id, problem] of [
    ['0225', '732829321', 'id INVALID'],
    ['0225', '732829320-COMPTA', 'id INVALID'],
    ['0009', '73282932000075', 'id INVALID'],
    ['EM', 'nobody', 'id INVALID'],
    ['0219', 'x', 'scheme INVALID'],
    ['SIREN', '732829320', 'scheme INVALID'],
    ['0225', ' ', 'id REQUIRED'],
  ] as const)
    assert.deepEqual(addressOf(scheme, id).errors, [`electronicAddress.${problem}`]);
  assert.deepEqual(read({ electronicAddress: null }).address, [null, null]);
});
