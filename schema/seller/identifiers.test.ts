import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBic, isIban } from './bank-account.ts';
import { isSiren, isSiret } from './siren.ts';
import { isVatId } from './vat-id.ts';

test('a SIREN has nine digits that are right by Luhn', () => {
  // INSEE's own and that of La Poste, as they publish them.
  for (const right of ['120027016', '356000000', '732829320']) assert.equal(isSiren(right), true, right);
  for (const wrong of ['732829321', '723829320', '73282932', '7328293200', '732 829 320', ''])
    assert.equal(isSiren(wrong), false, wrong);
});

test('a SIRET begins with a SIREN and is right by Luhn, and one of La Poste by the sum of its digits', () => {
  for (const right of ['73282932000074', '12002701600357', '35600000000048', '35600000049837'])
    assert.equal(isSiret(right), true, right);
  for (const wrong of ['73282932000075', '73282932100074', '7328293200007', '35600000049838'])
    assert.equal(isSiret(wrong), false, wrong);
});

test('a VAT identifier has the form of its country, and a French one the key of its SIREN', () => {
  for (const right of ['FR40303265045', 'FR44732829320', 'FRAB732829320', 'DE123456789', 'ATU12345678'])
    assert.equal(isVatId(right), true, right);
  for (const right of ['BE0123456789', 'EL123456789', 'NL123456789B01', 'ESX1234567X', 'IE1234567WA'])
    assert.equal(isVatId(right), true, right);
  for (const wrong of ['FR45732829320', 'FR4473282932', 'GB123456789', 'DE12345678', 'fr44732829320', 'FR'])
    assert.equal(isVatId(wrong), false, wrong);
});

test('an IBAN has the length of its country and is 1 modulo 97', () => {
  // The examples of the registry.
  const examples = ['FR1420041010050500013M02606', 'DE89370400440532013000', 'GB29NWBK60161331926819'];
  for (const right of [...examples, 'NO9386011117947', 'MT84MALT011000012345MTLCAST001S'])
    assert.equal(isIban(right), true, right);
  for (const wrong of ['FR1420041010050500013M02607', 'FR7620041010050500013M026', 'DE8937040044053201300'])
    assert.equal(isIban(wrong), false, wrong);
  assert.equal(isIban('FR14 2004 1010 0505 0001 3M02 606'), false);
});

test('a BIC has 8 or 11 characters, its country after the fourth', () => {
  for (const right of ['PSSTFRPPPAR', 'BNPAFRPP']) assert.equal(isBic(right), true, right);
  for (const wrong of ['BNPAFRP', 'BNPA33PP', 'BNPAFRPPX', 'bnpafrpp'])
    assert.equal(isBic(wrong), false, wrong);
});
