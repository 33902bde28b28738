import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPasswordProblems, findUnknownRules } from './password-policy.ts';

const owner = { username: 'somebody', email: 'somebody@facturation.example' };

for (const [policy, password, problems] of [
  ['', '', []],
  ['length(12)', 'eleven char', ['must have at least 12 characters']],
  ['length(12)', 'twelve chars', []],
  ['maxLength(3)', 'four', ['must have at most 3 characters']],
  ['upperCase(2)', 'One', ['must contain 2 or more capital letters']],
  ['upperCase(1)', 'École', []],
  [
    'lowerCase(1) and digits(1)',
    'NEITHER',
    ['small letters', 'digits'].map((w) => `must contain 1 or more ${w}`),
  ],
  ['specialChars(1)', 'None0', ['must contain 1 or more other characters']],
  ['notUsername(undefined)', 'Somebody', ['must not be the username']],
  ['notEmail', 'SOMEBODY@facturation.example', ['must not be the email address']],
  ['passwordHistory(3)', 'anything', []],
  // Counted in characters, not in UTF-16 units.
  ['length(4)', '🔑🔑🔑', ['must have at least 4 characters']],
] as const) {
  test(`"${password}" by "${policy}" has ${problems.length} problems`, () => {
    assert.deepEqual(findPasswordProblems(policy, password, owner), problems);
  });
}

test('names the rules it does not know', () => {
  assert.deepEqual(findUnknownRules('length(12) and regexPattern(a) and ?'), ['regexPattern', '?']);
});
