import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { neutraliseFormula, restoreFormula } from './spreadsheet-formula.ts';

test('a text that a spreadsheet would run gets one apostrophe, in ASCII as in full width', () => {
  for (const start of [
    '=',
    '+',
    '-',
    '@',
    '＝',
    '＋',
    '－',
    '＠',
    '﹦',
    '﹢',
    '﹣',
    '﹫',
    '\t',
    '\r',
    '\n',
  ]) {
    assert.equal(neutraliseFormula(`${start}1+1`), `'${start}1+1`);
    assert.equal(neutraliseFormula(`''${start}1`), `'''${start}1`);
  }
  for (const text of ['', 'Ada', "'Ada", "O'Brien", '1=1', '−5']) assert.equal(neutraliseFormula(text), text);
});

test('what was neutralised is restored exactly', () => {
  const texts = fc.string({
    unit: fc.constantFrom("'", '=', '＝', '－', '﹫', '\n', 'a', '"', ','),
    maxLength: 6,
  });
  fc.assert(
    fc.property(texts, (text) => assert.equal(restoreFormula(neutraliseFormula(text)), text)),
    {
      numRuns: 2_000,
    },
  );
});
