import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toError, toErrorText } from './to-error.ts';

test('an error stays the same error', () => {
  const error = new TypeError('wrong');
  assert.equal(toError(error), error);
  assert.equal(toErrorText(error), 'wrong');
});

test('anything else that was thrown becomes the message of an error', () => {
  assert.equal(toError('away').message, 'away');
  assert.equal(toErrorText(undefined), 'undefined');
});
