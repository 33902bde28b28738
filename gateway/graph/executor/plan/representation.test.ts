import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import { compileRepresentation } from './representation.ts';
import { compileRewrites } from './rewrites.ts';

const schema = buildSchema(/* GraphQL */ `
  interface Media { id: ID }
  type Book implements Media { id: ID }
  type Film implements Media { id: ID }
  type Query { media: Media }
`);

interface Field {
  readonly kind: 'Field';
  readonly name: string;
  readonly selections?: Field[];
}

const field = (name: string, selections?: Field[]): Field => ({
  kind: 'Field',
  name,
  ...(selections && { selections }),
});
const on = (typeCondition: string, ...selections: Field[]) => ({
  kind: 'InlineFragment' as const,
  typeCondition,
  selections,
});
const ofBook = [on('Book', field('__typename'), field('id'))];

test('a representation is the JSON text of what is required, whatever else the object has', () => {
  const { write } = compileRepresentation(schema, ofBook, undefined);
  assert.equal(write({ title: 'x', id: 'é"\n', __typename: 'Book' }), '{"__typename":"Book","id":"é\\"\\n"}');
  assert.equal(write({ __typename: 'Book', id: 1 }), '{"__typename":"Book","id":1}');
  assert.equal(write({ __typename: 'Book', id: null }), '{"__typename":"Book","id":null}');
});

test('there is none for an object of another type, of no type, or that lacks what is required', () => {
  const { write } = compileRepresentation(schema, ofBook, undefined);
  for (const source of [
    { __typename: 'Film', id: '1' },
    { id: '1' },
    { __typename: 'Book' },
    { __typename: 'Nothing', id: 1 },
  ]) {
    assert.equal(write(source), undefined);
  }
});

test('objects and lists within are written with what is required of them; a name of every object is only read where it is own', () => {
  const sku = field('sku', [field('code'), field('constructor')]);
  const { write } = compileRepresentation(schema, [on('Media', field('__typename'), sku)], undefined);
  const whole = { code: 'a', constructor: 'b', more: 1 };
  assert.equal(
    write({ __typename: 'Book', sku: [whole, [whole], null] }),
    '{"__typename":"Book","sku":[{"code":"a","constructor":"b"},[{"code":"a","constructor":"b"}],null]}',
  );
  assert.equal(write({ __typename: 'Film', sku: { code: 'a' } }), '{"__typename":"Film","sku":null}');
});

test('several fragments that apply are put together, and one that lacks something counts for nothing', () => {
  const requires = [
    on('Book', field('__typename'), field('id')),
    on('Media', field('__typename'), field('isbn')),
  ];
  const { write } = compileRepresentation(schema, requires, undefined);
  assert.equal(write({ __typename: 'Book', id: 1, isbn: 2 }), '{"__typename":"Book","id":1,"isbn":2}');
  assert.equal(write({ __typename: 'Book', id: 1 }), '{"__typename":"Book","id":1}');
  assert.equal(write({ __typename: 'Film', id: 1 }), undefined);
});

test('what is rewritten is the representation, not the object', () => {
  const rewrite = compileRewrites(schema, [
    { kind: 'ValueSetter', path: ['... on Book', '__typename'], setValueTo: 'Media' },
  ]);
  const { write } = compileRepresentation(schema, ofBook, rewrite);
  const source = { __typename: 'Book', id: '1' };
  assert.equal(write(source), '{"__typename":"Media","id":"1"}');
  assert.deepEqual(source, { __typename: 'Book', id: '1' });
});
