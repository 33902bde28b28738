import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failurePaths } from './failure-paths.ts';

test('a request for entities fails at each of them', () => {
  const representations = ['{"__typename":"A","id":1}', '{"__typename":"A","id":2}'];
  assert.deepEqual(failurePaths({ subgraph: 'a', query: '', representations }), [
    ['_entities', 0],
    ['_entities', 1],
  ]);
});

test('any other request fails at its root fields, by their names in the answer', () => {
  const query = 'query ($x: Int) { a { id } b: c(x: $x) ... on Query { d } }';
  assert.deepEqual(failurePaths({ subgraph: 'a', query }), [['a'], ['b'], ['d']]);
});

test('the number of failed places is limited', () => {
  const representations = Array.from({ length: 1_000 }, (_, id) => JSON.stringify({ __typename: 'A', id }));
  assert.equal(failurePaths({ subgraph: 'a', query: '', representations }).length, 100);
});
