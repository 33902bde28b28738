import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseDocuments, type Document } from './sample.ts';

function toDocument(invoice: string, changes: { rows?: number; country?: string; quantity?: string } = {}) {
  const { rows = 1, country = 'United Kingdom', quantity = '1' } = changes;
  const row = [invoice, '22041', 'FRAME', quantity, '01/12/2010 12:27', '2.1', '16210', country];
  return Array.from({ length: rows }, () => row);
}

test('keeps the order of the file and gives the same for the same', () => {
  const documents: Document[] = Array.from({ length: 500 }, (_, index) => toDocument(String(index)));
  const chosen = chooseDocuments(documents);
  assert.ok(chosen.length > 50 && chosen.length < 200);
  assert.deepEqual(
    chosen,
    chosen.toSorted((one, other) => Number(one[0]?.[0]) - Number(other[0]?.[0])),
  );
  assert.deepEqual(chooseDocuments(documents), chosen);
});

test('has the shortest sale to each country, even if it is long', () => {
  const long = toDocument('1', { country: 'Norway', rows: 30 });
  const longer = toDocument('2', { country: 'Norway', rows: 31 });
  assert.deepEqual(chooseDocuments([longer, long]), [long]);
});

test('has credit notes and rows that break off', () => {
  const creditNote = toDocument('C1', { quantity: '-1' });
  const brokenOff = [['3', '84347', 'R']];
  assert.deepEqual(chooseDocuments([creditNote, brokenOff]), [creditNote, brokenOff]);
});
