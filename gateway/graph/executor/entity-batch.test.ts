import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEntityBatch } from './entity-batch.ts';

const a = '{"id":1}';
const b = '{"id":2}';
const c = '{"id":3}';

test('equal representations are asked for once, and each request gets its own in its order', () => {
  const { representations, split } = toEntityBatch([[a, b], [b], [c, a]]);
  assert.deepEqual(representations, [a, b, c]);
  assert.deepEqual(split({ data: { _entities: ['a', 'b', 'c'] } }), [
    { data: { _entities: ['a', 'b'] } },
    { data: { _entities: ['b'] } },
    { data: { _entities: ['c', 'a'] } },
  ]);
});

test('a request that merges into its entity does not change that of another', () => {
  const { split } = toEntityBatch([[a], [a]]);
  const [one, other] = split({ data: { _entities: [{ part: { x: 1 } }] } }) ?? [];
  assert.deepEqual(one, other);
  const [entity] = (one?.data?.['_entities'] ?? []) as { part: object }[];
  Object.assign(entity?.part ?? {}, { y: 2 });
  assert.deepEqual(other?.data, { _entities: [{ part: { x: 1 } }] });
});

test('an error of an entity is told to those who asked for it, at their own place; any other to all', () => {
  const { split } = toEntityBatch([[a], [b, a], [c]]);
  const errors = [
    { message: 'of a', path: ['_entities', 0, 'name'] },
    { message: 'of c', path: ['_entities', 2] },
    { message: 'of nobody' },
  ];
  const answers = split({ data: { _entities: [null, {}, null] }, errors });
  assert.deepEqual(
    answers?.map((answer) => answer.errors),
    [
      [{ message: 'of a', path: ['_entities', 0, 'name'] }, { message: 'of nobody' }],
      [{ message: 'of a', path: ['_entities', 1, 'name'] }, { message: 'of nobody' }],
      [{ message: 'of c', path: ['_entities', 0] }, { message: 'of nobody' }],
    ],
  );
});

test('an answer that lacks an entity cannot be split', () => {
  const { split } = toEntityBatch([[a], [b]]);
  for (const data of [null, undefined, {}, { _entities: null }, { _entities: [{}] }]) {
    assert.equal(split({ data, errors: [{ message: 'all is spoilt' }] }), undefined);
  }
});
