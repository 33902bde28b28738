import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toMediaType } from './media-type.ts';

test('a media type has no parameters and no upper case', () => {
  assert.equal(toMediaType(' Application/JSON ; charset=utf-8'), 'application/json');
  assert.equal(toMediaType('text/csv'), 'text/csv');
  assert.equal(toMediaType(undefined), undefined);
});
