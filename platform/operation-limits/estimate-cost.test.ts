import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { createCostEstimator } from './estimate-cost.ts';

const schema = buildSchema(`
  scalar _Any
  union _Entity = Author
  type Query {
    authors(first: Int, last: Int): Authors
    top(first: Int = 3): [Author!]!
    tags: [String!]!
    _entities(representations: [_Any!]!): [_Entity]!
  }
  type Authors { edges: [AuthorEdge!]! count: Int! }
  type AuthorEdge { node: Author! cursor: String! }
  type Author { name: String! books(first: Int, last: Int): Books pseudonyms: [Author!]! }
  type Books { edges: [BookEdge!]! }
  type BookEdge { node: Book! }
  type Book { title: String! author: Author! }
`);

function costOf(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  const operation = getOperationAST(document);
  assert.ok(operation);
  return createCostEstimator()(schema, { document, operation, variables });
}

for (const { name, text, cost, variables = {} } of [
  { name: 'a list of scalars is one value', text: '{ tags }', cost: 1 },
  // The connection, then for each edge: the edge, its node, the name.
  {
    name: 'a page is as large as `first` says',
    text: '{ authors(first: 7) { edges { node { name } } } }',
    cost: 1 + 7 * 3,
  },
  {
    name: 'a page is as large as `last` says',
    text: '{ authors(last: 7) { edges { node { name } } } }',
    cost: 1 + 7 * 3,
  },
  {
    name: 'the larger of `first` and `last` counts',
    text: '{ authors(first: 2, last: 7) { edges { node { name } } } }',
    cost: 1 + 7 * 3,
  },
  {
    name: 'a page without a size has the default one',
    text: '{ authors { edges { cursor } count } }',
    cost: 1 + 25 * 2 + 1,
  },
  {
    name: 'a size of null counts as absent',
    text: '{ authors(first: null) { edges { cursor } } }',
    cost: 1 + 25 * 2,
  },
  {
    name: 'a page beyond the largest counts as the largest',
    text: '{ authors(first: 1000000) { edges { cursor } } }',
    cost: 1 + 100 * 2,
  },
  {
    name: 'a negative size is never below nothing',
    text: '{ authors(first: -5) { edges { cursor } } }',
    cost: 1,
  },
  {
    name: 'a size in a variable counts',
    text: 'query ($n: Int) { authors(first: $n) { edges { cursor } } }',
    variables: { n: 50 },
    cost: 1 + 50 * 2,
  },
  {
    name: "a variable's default counts when the variable is absent",
    text: 'query ($n: Int = 50) { authors(first: $n) { edges { cursor } } }',
    cost: 1 + 50 * 2,
  },
  { name: "an argument's default counts", text: '{ top { name } }', cost: 3 * 2 },
  {
    name: 'a list that is not paged has an assumed length',
    text: '{ top(first: 1) { pseudonyms { name } } }',
    cost: 1 * (1 + 10 * 2),
  },
  {
    name: 'lists within lists multiply',
    text: `{ authors(first: 100) { edges { node { books(first: 100) { edges { node { author {
      books(first: 100) { edges { node { title } } } } } } } } } } }`,
    cost: 1 + 100 * (1 + 1 + 1 + 100 * (1 + 1 + 1 + 1 + 100 * 3)),
  },
  {
    name: 'a fragment counts at every spread',
    text: '{ a: authors(first: 10) { ...F } b: authors(first: 20) { ...F ... on Authors { count } } } fragment F on Authors { edges { cursor } }',
    cost: 1 + 10 * 2 + 1 + 20 * 2 + 1,
  },
  {
    name: 'each representation of an entity counts',
    text: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Author { name } } }',
    variables: { r: [{}, {}, {}] },
    cost: 3 * 2,
  },
  {
    name: 'representations in the document count',
    text: '{ _entities(representations: [{ a: 1 }, { a: 2 }]) { ... on Author { name } } }',
    cost: 2 * 2,
  },
]) {
  test(name, () => {
    assert.equal(costOf(text, variables), cost);
  });
}

test('introspection counts, where types within fields of types multiply', () => {
  const whole = costOf(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }));
  assert.ok(whole > 1_000 && whole < 60_000, String(whole));
  const nested =
    '{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }';
  assert.ok(costOf(nested) > 10_000);
});

test('fragments that double each other cost no more time than their text', () => {
  const fragments = Array.from(
    { length: 100 },
    (_, n) => `fragment F${n} on Author { pseudonyms { ...F${n + 1} } pseudonyms { ...F${n + 1} } }`,
  );
  const text = `{ top { ...F0 } } ${fragments.join(' ')} fragment F100 on Author { name }`;
  assert.equal(costOf(text), Number.MAX_SAFE_INTEGER);
});

test('circular fragments end', () => {
  assert.ok(costOf('{ top { ...F } } fragment F on Author { name pseudonyms { ...F } }') > 0);
});

test('an operation without variables is walked once', () => {
  const document = parse('{ top { name } }');
  const parsed = getOperationAST(document);
  assert.ok(parsed);
  let walks = 0;
  const operation = {
    ...parsed,
    get selectionSet() {
      walks += 1;
      return parsed.selectionSet;
    },
  };
  const estimateCost = createCostEstimator();
  const costs = [1, 2].map(() => estimateCost(schema, { document, operation, variables: {} }));
  assert.deepEqual(costs, [6, 6]);
  assert.equal(walks, 1);
});

for (const { name, text, sizes } of [
  { name: 'in the operation', text: 'query ($n: Int) { top(first: $n) { name } }', sizes: [2, 50] },
  {
    name: 'in a fragment, beside a default',
    text: 'query ($n: Int = 4) { ...Top } fragment Top on Query { top(first: $n) { name } }',
    sizes: [undefined, 50],
  },
]) {
  test(`a size that a variable decides is estimated for each request: ${name}`, () => {
    const document = parse(text);
    const operation = getOperationAST(document);
    assert.ok(operation);
    const estimateCost = createCostEstimator();
    const costs = sizes.map((n) =>
      estimateCost(schema, { document, operation, variables: n === undefined ? {} : { n } }),
    );
    assert.deepEqual(
      costs,
      sizes.map((n) => 2 * (n ?? 4)),
    );
  });
}
