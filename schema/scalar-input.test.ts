import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptionalScalar, readScalar, Unreadable } from './scalar-input.ts';

const wrong = new Unreadable('Must be a day.');

test('a scalar that is not readable is noted, one that is readable or null is not', () => {
  const noted: string[] = [];
  const problems = { add: (code: string, message: string) => void noted.push(`${code} ${message}`) };
  assert.equal(readScalar('2026-03-01', problems), '2026-03-01');
  assert.equal(readOptionalScalar(null, problems), null);
  assert.deepEqual(noted, []);
  assert.equal(readScalar(wrong, problems), undefined);
  assert.equal(readOptionalScalar(wrong, problems), undefined);
  assert.deepEqual(noted, ['INVALID Must be a day.', 'INVALID Must be a day.']);
});
