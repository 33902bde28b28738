import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnswerObject } from '../response/answer-object.ts';
import { copyJson, mergeInto } from './merge.ts';

const merged = (target: object, source: object): unknown => {
  const result = copyJson(target) as Record<string, unknown>;
  mergeInto(result, copyJson(source) as Record<string, unknown>);
  return result;
};

test('objects are merged member by member, lists of equal length item by item', () => {
  assert.deepEqual(
    merged({ a: { x: 1 }, b: [{ x: 1 }, null, 3] }, { a: { y: 2 }, b: [{ y: 2 }, { z: 1 }, 4] }),
    { a: { x: 1, y: 2 }, b: [{ x: 1, y: 2 }, { z: 1 }, 4] },
  );
});

test('anything else replaces what was there', () => {
  assert.deepEqual(
    merged({ a: [1], b: { x: 1 }, c: 1, d: [1] }, { a: [1, 2], b: null, c: { x: 1 }, d: { x: 1 } }),
    {
      a: [1, 2],
      b: null,
      c: { x: 1 },
      d: { x: 1 },
    },
  );
});

test('a member named like one that every object has is a member like any other', () => {
  const source = JSON.parse('{"__proto__":{"x":1},"constructor":2}') as Record<string, unknown>;
  for (const target of [{}, createAnswerObject()]) {
    mergeInto(target, source);
    mergeInto(target, JSON.parse('{"__proto__":{"y":2}}') as Record<string, unknown>);
    assert.equal(JSON.stringify(target), '{"__proto__":{"x":1,"y":2},"constructor":2}');
  }
  assert.equal(Object.hasOwn(Object.prototype, 'x'), false);
});
