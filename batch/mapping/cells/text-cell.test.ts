import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBlank, isPlainText, normaliseText } from '#platform/text/plain-text.ts';
import { isInvoiceText, toNormalCell } from './text-cell.ts';

test('every character in a cell gets the normal form that the API gives it', () => {
  for (let code = 0; code <= 0xff_ff; code += 1) {
    for (const text of [`a${String.fromCharCode(code)}b`, `Ö${String.fromCharCode(code)}`]) {
      const normal = normaliseText(text);
      const expected = isBlank(normal) ? '' : normal;
      const given = toNormalCell(text);
      if (given !== expected) assert.fail(`${code.toString(16)}: ${given}`);
      if (isInvoiceText(given, 8) !== (given === '' || isPlainText(given))) assert.fail(code.toString(16));
    }
  }
});

test('a combining mark after a common letter composes with it', () => {
  assert.equal(toNormalCell('So\u0308hne e\u0301'), 'Söhne é');
  assert.equal(toNormalCell('漢\u{e0100}é'), '漢\u{e0100}é');
});

test('the length of a text in common letters is limited', () => {
  assert.equal(isInvoiceText('Söhne', 5), true);
  assert.equal(isInvoiceText('Söhne', 4), false);
});
