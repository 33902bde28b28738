import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputProblems } from './input-problems.ts';
import { parseOptionalText, parseRequiredText } from './text-input.ts';

const rule = { maxLength: 3 };

function read(parse: typeof parseOptionalText, given: string | null | undefined) {
  const problems = new InputProblems();
  const value = parse(given, rule, problems.at('name'));
  return { value, codes: problems.errors.map(({ code }) => code) };
}

test('a text is trimmed and normalised', () => {
  assert.deepEqual(read(parseRequiredText, ' e\u0301 '), { value: 'é', codes: [] });
});

test('a blank text counts as absent', () => {
  for (const none of [null, undefined, '', ' \u200b']) {
    assert.deepEqual(read(parseOptionalText, none), { value: null, codes: [] });
    assert.deepEqual(read(parseRequiredText, none), { value: undefined, codes: ['REQUIRED'] });
  }
});

test('each problem has its code', () => {
  assert.deepEqual(read(parseOptionalText, 'abcd'), { value: undefined, codes: ['TOO_LONG'] });
  assert.deepEqual(read(parseOptionalText, '👍👍👍'), { value: '👍👍👍', codes: [] });
  assert.deepEqual(read(parseRequiredText, 'a\0'), { value: undefined, codes: ['INVALID'] });
});
