import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayAll } from './page-problem.ts';
import { findPasswordProblems, findUnknownRules } from './password-policy.ts';
import { identityTextsEn } from './texts/english.ts';

const owner = { username: 'somebody', email: 'somebody@facturation.example' };

for (const [policy, password, problems] of [
  ['', '', []],
  ['length(12)', 'eleven char', ['Password must have at least 12 characters.']],
  ['length(12)', 'twelve chars', []],
  ['maxLength(3)', 'four', ['Password must have at most 3 characters.']],
  ['upperCase(2)', 'One', ['Password must contain 2 or more capital letters.']],
  ['upperCase(1)', 'École', []],
  [
    'lowerCase(1) and digits(1)',
    'NEITHER',
    ['small letters', 'digits'].map((w) => `Password must contain 1 or more ${w}.`),
  ],
  ['specialChars(1)', 'None0', ['Password must contain 1 or more other characters.']],
  ['notUsername(undefined)', 'Somebody', ['Password must not be the username.']],
  ['notEmail', 'SOMEBODY@facturation.example', ['Password must not be the email address.']],
  ['passwordHistory(3)', 'anything', []],
  // Counted in characters, not in UTF-16 units.
  ['length(4)', '🔑🔑🔑', ['Password must have at least 4 characters.']],
] as const) {
  test(`"${password}" by "${policy}" has ${problems.length} problems`, () => {
    const found = findPasswordProblems(policy, password, owner);
    assert.deepEqual(sayAll(identityTextsEn, found), problems);
  });
}

test('names the rules it does not know', () => {
  assert.deepEqual(findUnknownRules('length(12) and regexPattern(a) and ?'), ['regexPattern', '?']);
});
