import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toPgArray } from './pg-array.ts';

test('numbers stand as they are, and texts in quotes', () => {
  assert.equal(toPgArray([]), '{}');
  assert.equal(toPgArray([1, 2n]), '{1,2}');
  assert.equal(toPgArray(['NULL', 'a,b', 'say "x"', 'c\\d']), '{"NULL","a,b","say \\"x\\"","c\\\\d"}');
});
