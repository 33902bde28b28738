import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, parse } from 'graphql';
import { validateDocument } from './validate-document.ts';

const schema = buildSchema('type Query { a: Int } type Subscription { a: Int b: Int }');

function codesOf(source: string): unknown[] {
  return validateDocument(schema, parse(source), { hasSuggestions: true }).map(
    ({ extensions }) => extensions.code ?? 'GRAPHQL_VALIDATION_FAILED',
  );
}

test('a subscription whose root field is conditional is bad input, whatever decides', () => {
  for (const source of [
    'subscription ($b: Boolean!) { a @include(if: $b) }',
    'subscription ($b: Boolean!) { a @skip(if: $b) }',
    'subscription { a @include(if: true) }',
    'subscription ($b: Boolean!) { ... @include(if: $b) { a } }',
    'subscription ($b: Boolean!) { ...F } fragment F on Subscription { ... { a @skip(if: $b) } }',
    'subscription ($b: Boolean!) { ...F @include(if: $b) } fragment F on Subscription { a }',
    'query Q { a } subscription S($b: Boolean!) { a @include(if: $b) }',
  ]) {
    assert.deepEqual(codesOf(source), ['BAD_USER_INPUT'], source);
  }
});

test('conditions elsewhere are valid, and circular fragments have the usual error', () => {
  assert.deepEqual(codesOf('query ($b: Boolean!) { a @include(if: $b) }'), []);
  assert.deepEqual(codesOf('subscription { a }'), []);
  assert.deepEqual(codesOf('subscription { ...F } fragment F on Subscription { a ...F }'), [
    'GRAPHQL_VALIDATION_FAILED',
  ]);
  assert.deepEqual(codesOf('subscription { a b }'), ['GRAPHQL_VALIDATION_FAILED']);
});

test('a document full of faults has few errors', () => {
  assert.ok(codesOf(`{ ${Array.from({ length: 500 }, (_, i) => `x${i}`).join(' ')} }`).length <= 11);
});

test('an operation of a type that the schema has not is invalid, wherever it stands', () => {
  for (const source of ['mutation { a }', 'query Q { a } mutation M { anything { at all } }'])
    assert.deepEqual(codesOf(source), ['GRAPHQL_VALIDATION_FAILED'], source);
});
