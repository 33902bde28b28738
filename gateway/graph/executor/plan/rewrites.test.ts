import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import { compileRewrites } from './rewrites.ts';

const schema = buildSchema(/* GraphQL */ `
  interface Media { id: ID }
  type Book implements Media { id: ID }
  type Film implements Media { id: ID }
  type Query { media: Media }
`);

test('a member gets its own name again, in every item of a list and only in objects of the type', () => {
  const rewrite = compileRewrites(schema, [
    { kind: 'KeyRenamer', path: ['media', '... on Book', 'name__alias_0'], renameKeyTo: 'name' },
  ]);
  const value = {
    media: [
      { __typename: 'Book', name__alias_0: 'a' },
      { __typename: 'Film', name__alias_0: 'b' },
      null,
      { name__alias_0: null },
    ],
  };
  rewrite?.(value);
  assert.deepEqual(value, {
    media: [
      { __typename: 'Book', name: 'a' },
      { __typename: 'Film', name__alias_0: 'b' },
      null,
      { name: null },
    ],
  });
});

test('rewrites that find nothing change nothing, and none at all are not compiled', () => {
  const rewrite = compileRewrites(schema, [
    { kind: 'KeyRenamer', path: ['media', 'a'], renameKeyTo: 'b' },
    { kind: 'ValueSetter', path: ['other', 'a'], setValueTo: 1 },
  ]);
  const value = { media: { c: 1 } };
  rewrite?.(value);
  assert.deepEqual(value, { media: { c: 1 } });
  assert.equal(compileRewrites(schema, []), undefined);
  assert.equal(compileRewrites(schema, undefined), undefined);
});
