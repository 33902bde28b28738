import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleInvoice } from '../testing/sample-invoice.ts';
import { toEpcText, toModules } from './epc-code.ts';

test('the code has the lines of a SEPA credit transfer', () => {
  assert.equal(
    toEpcText(sampleInvoice),
    'BCD\n002\n1\nSCT\nPSSTFRPPPAR\nComptoir Exemple\nFR1420041010050500013M02606\nEUR162.00\n\n\nF-2026-000042',
  );
});

test('there is no code for a credit note, another currency, nothing to pay, too much, or without an account', () => {
  const { totals } = sampleInvoice;
  assert.equal(toEpcText({ ...sampleInvoice, typeCode: '381' }), undefined);
  assert.equal(toEpcText({ ...sampleInvoice, currency: 'CHF' }), undefined);
  assert.equal(toEpcText({ ...sampleInvoice, totals: { ...totals, dueMinor: 0n } }), undefined);
  assert.equal(toEpcText({ ...sampleInvoice, totals: { ...totals, dueMinor: 100_000_000_000n } }), undefined);
  assert.equal(toEpcText({ ...sampleInvoice, payment: { meansCode: '30' } }), undefined);
});

test('the name and the reference are cut at the lengths of the guideline', () => {
  const seller = { ...sampleInvoice.seller, name: 'n'.repeat(80) };
  const payment = {
    meansCode: '30',
    remittance: 'r'.repeat(150),
    accounts: [{ iban: 'FR1420041010050500013M02606' }],
  };
  const lines = toEpcText({ ...sampleInvoice, seller, payment })?.split('\n') ?? [];
  assert.deepEqual([lines[5]?.length, lines[10]?.length], [70, 140]);
});

test('the modules are a square with the finder patterns of a QR code', () => {
  const modules = toModules('BCD');
  assert.equal(modules.length, modules[0]?.length);
  assert.deepEqual(modules[0]?.slice(0, 8), [true, true, true, true, true, true, true, false]);
});
