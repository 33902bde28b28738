import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toRequestBody } from './request-body.ts';

test('representations are sent as a variable beside the others', () => {
  const representations = ['{"__typename":"A","id":"\\"1"}', '{"__typename":"A","id":"2"}'];
  const request = { subgraph: 'a', query: 'query ("x")', operationName: 'Q', representations };
  const entities = representations.map((text): unknown => JSON.parse(text));
  for (const variables of [undefined, {}, { size: 3, left: undefined }]) {
    assert.deepEqual(JSON.parse(toRequestBody({ ...request, variables })), {
      query: 'query ("x")',
      operationName: 'Q',
      variables: { representations: entities, ...(variables?.size !== undefined && { size: 3 }) },
    });
  }
});

test('further lists of representations are sent as the variables that they name', () => {
  const request = {
    subgraph: 'a',
    query: 'query ("x")',
    representations: ['{"id":1}'],
    moreRepresentations: [['others', ['{"id":2}', '{"id":3}']]] as const,
    variables: { size: 3 },
  };
  assert.deepEqual(JSON.parse(toRequestBody(request)), {
    query: 'query ("x")',
    variables: { representations: [{ id: 1 }], others: [{ id: 2 }, { id: 3 }], size: 3 },
  });
});

test('a request without entities has the members that it was given', () => {
  assert.equal(toRequestBody({ subgraph: 'a', query: '{ x }' }), '{"query":"{ x }"}');
  assert.deepEqual(
    JSON.parse(toRequestBody({ subgraph: 'a', query: '{ x }', operationName: 'Q', variables: { a: 1 } })),
    { query: '{ x }', operationName: 'Q', variables: { a: 1 } },
  );
});
