import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maxKeyLength, parseIdempotencyKey } from './idempotency-key.ts';
import { InputProblems } from './input-problems.ts';

function codesOf(key: string | null): string[] {
  const problems = new InputProblems<'REQUIRED' | 'INVALID' | 'TOO_LONG'>();
  parseIdempotencyKey(key, problems);
  return problems.errors.map(({ code }) => code);
}

test('a key is absent or from 1 character to its bound', () => {
  assert.deepEqual(codesOf(null), []);
  assert.deepEqual(codesOf('a'.repeat(maxKeyLength)), []);
  assert.deepEqual(codesOf('a'.repeat(maxKeyLength + 1)), ['TOO_LONG']);
  assert.deepEqual(codesOf(''), ['REQUIRED']);
});
