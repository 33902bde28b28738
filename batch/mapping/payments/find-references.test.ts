import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCreditorReference } from './creditor-reference.ts';
import { findReferences, type ReferenceTexts } from './find-references.ts';

const none: ReferenceTexts = { invoiceNumber: '', creditorReference: '', endToEndId: '', remittance: '' };
const find = (texts: Partial<ReferenceTexts>) =>
  findReferences({ ...none, ...texts }).map(({ level, text }) => `${level} ${text}`);
const compactOf = (remittance: string) =>
  new Set(findReferences({ ...none, remittance }).flatMap(({ compact }) => compact ?? []));

test('a creditor reference of ISO 11649 is read with its check digits, however it is printed', () => {
  assert.equal(parseCreditorReference('RF18539007547034'), '539007547034');
  assert.equal(parseCreditorReference('rf18 5390 0754 7034'), '539007547034');
  assert.equal(parseCreditorReference('RF19539007547034'), undefined);
  assert.equal(parseCreditorReference('RF18'), undefined);
  assert.equal(parseCreditorReference('539007547034'), undefined);
});

test('a filled number counts alone, and each other source has its level', () => {
  assert.deepEqual(find({ invoiceNumber: 'A-1', remittance: 'Invoice 2026-000001' }), ['1 A-1']);
  assert.deepEqual(find({ creditorReference: 'RF18539007547034' }), ['2 539007547034']);
  assert.deepEqual(find({ creditorReference: '000002026000001' }), ['2 000002026000001', '2 2026000001']);
  assert.deepEqual(find({ endToEndId: 'NOTPROVIDED' }), []);
  assert.deepEqual(find({ endToEndId: '2026-000001' }), ['3 2026-000001']);
});

test('the words of a text that may be numbers are found, alone and with their neighbours', () => {
  assert.deepEqual(find({ remittance: 'Invoice (2026-000001), thanks.' }), [
    '4 2026-000001',
    '4 Invoice 2026-000001',
    '4 INVOICE 2026-000001',
    '4 Invoice2026-000001',
    '4 INVOICE2026-000001',
    '4 2026-000001 thanks',
    '4 2026-000001 THANKS',
    '4 2026-000001thanks',
    '4 2026-000001THANKS',
    '4 Invoice 2026-000001 thanks',
    '4 INVOICE 2026-000001 THANKS',
    '4 Invoice2026-000001thanks',
    '4 INVOICE2026-000001THANKS',
  ]);
  assert.deepEqual(find({ remittance: 'thank you for all' }), []);
});

test('a number of our own is found however a bank wrote or broke it', () => {
  for (const text of [
    '2026-000001',
    '2026 000001',
    'RE 2026/000001',
    'inv.2026000001',
    '2026-00 0001 paid',
  ]) {
    assert.ok(
      [...compactOf(text)].some((compact) => /^[A-Z]*2026000001$/.test(compact)),
      text,
    );
  }
});

test('a text of any length gives a bounded number of candidates', () => {
  const words = Array.from({ length: 5_000 }, (_, index) => `A${index}`).join(' ');
  assert.equal(find({ remittance: words }).length, 150);
});
