import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUiLocales } from './ui-locales.ts';

test('languages are handed on as they are, and anything else is left out', () => {
  assert.equal(parseUiLocales('fr'), 'fr');
  assert.equal(parseUiLocales('fr-CA en'), 'fr-CA en');
  for (const given of [undefined, '', 'fr&prompt=none', 'fr  en', ['fr'], 'x'.repeat(100), '\u0000'])
    assert.equal(parseUiLocales(given), undefined);
});

test('no more than five languages are handed on', () => {
  assert.equal(parseUiLocales('aa bb cc dd ee ff'), 'aa bb cc dd ee');
});
