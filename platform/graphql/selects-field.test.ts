import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, graphqlSync } from 'graphql';
import { selectsField } from './selects-field.ts';

const schema = buildSchema('type Query { box: Box } type Box { wanted: Int other: Int inner: Box }');

/** True if the resolver of `box` is asked for `wanted`. */
function isAsked(source: string): boolean {
  let isSelected = false;
  const box = (_args: unknown, _context: unknown, info: Parameters<typeof selectsField>[0]) => {
    isSelected = selectsField(info, 'wanted');
    return {};
  };
  assert.equal(graphqlSync({ schema, source, rootValue: { box } }).errors, undefined);
  return isSelected;
}

test('a field is asked for by itself, under another name, in fragments and in several selections', () => {
  assert.equal(isAsked('{ box { wanted } }'), true);
  assert.equal(isAsked('{ box { renamed: wanted } }'), true);
  assert.equal(isAsked('{ box { ... { ... on Box { wanted } } } }'), true);
  assert.equal(
    isAsked('{ box { ...One } } fragment One on Box { ...Two } fragment Two on Box { wanted }'),
    true,
  );
  assert.equal(isAsked('{ box { other } box { wanted } }'), true);
});

test('a field of another object or a name of the client is not taken for it', () => {
  assert.equal(isAsked('{ box { other } }'), false);
  assert.equal(isAsked('{ box { wanted: other } }'), false);
  assert.equal(isAsked('{ box { inner { wanted } } }'), false);
});
