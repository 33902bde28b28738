import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLocalGateway } from '../../testing/local-gateway.ts';

/** `a` knows an interface of which no type exists, and `b` knows it as an object that nobody can look up. */
const nodes = createLocalGateway({
  a: {
    typeDefs: /* GraphQL */ `
      type Query { node: Node nodes: [Node!]! box: Box search: [Hit!]! other: String }
      interface Node @key(fields: "id") { id: ID! }
      type Box { id: ID! node: Node }
      union Hit = Box
    `,
    resolvers: {
      Query: {
        box: () => ({ id: 'x' }),
        search: () => [{ __typename: 'Box', id: 'y' }],
        other: () => 'other',
      },
    },
  },
  b: {
    typeDefs: /* GraphQL */ `
      type Query { own: Node }
      type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String }
    `,
    resolvers: { Query: { own: () => ({ id: '1', field: 'field' }) } },
  },
});

describe('a field that no subgraph can be asked for', () => {
  for (const [query, path] of [
    ['{ node { field } }', ['node']],
    ['{ other node { field } }', ['node']],
    ['{ n: node { id f: field } }', ['n', 'f']],
    ['{ nodes { field } }', ['nodes']],
    ['{ box { id node { field } } }', ['box', 'node']],
    ['query ($x: Boolean = true) { other node @include(if: $x) { field } }', ['node']],
    ['{ ... on Query { node { ...F } } } fragment F on Node { field }', ['node']],
    ['{ search { ... on Box { id node { field } } } }', ['search', 'node']],
    ['{ __typename: node { field } }', ['__typename']],
  ] as const) {
    test(`is an error instead of null in ${query}`, async () => {
      nodes.seen.length = 0;
      const { data, errors } = await nodes.ask(query);
      assert.equal(data, null);
      assert.deepEqual(
        errors?.map(({ code }) => code),
        ['OPERATION_NOT_PLANNABLE'],
      );
      assert.deepEqual(errors?.[0]?.path, path);
      assert.deepEqual(nodes.seen, []);
    });
  }

  test('does not keep what can be asked for from being answered', async () => {
    assert.deepEqual(await nodes.ask('{ own { id field } other box { id } }'), {
      data: { own: { id: '1', field: 'field' }, other: 'other', box: { id: 'x' } },
    });
    assert.deepEqual(await nodes.ask('{ node { id } __typename }'), {
      data: { node: null, __typename: 'Query' },
    });
  });
});

const people = createLocalGateway({
  people: {
    typeDefs: /* GraphQL */ `
      type Query { me: Person! people: [Being!]! }
      interface Being { id: ID! friends: [Person!]! }
      type Person implements Being @key(fields: "id") { id: ID! name: String weight: Int! friends: [Person!]! }
    `,
    resolvers: {
      Query: {
        me: () => ({ id: '1', weight: 7 }),
        people: () => [{ __typename: 'Person', id: '2', weight: 8 }],
      },
      Person: {
        __resolveReference: ({ id }: { id: string }) => ({ id, weight: 9 }),
        name: ({ id }: { id: string }) => `name ${id}`,
        friends: () => [{ id: '3', weight: 9 }],
      },
    },
  },
  health: {
    typeDefs: /* GraphQL */ `
      type Person @key(fields: "id") {
        id: ID!
        weight: Int! @external
        steps: Int!
        advice: String! @requires(fields: "weight")
      }
    `,
    resolvers: {
      Person: {
        steps: () => 100,
        advice: ({ weight }: { weight: number }) => `walk ${weight}`,
      },
    },
  },
});

describe('conditions of selected fields do not decide about the object that they are selected of', () => {
  const no = { x: false, y: false };
  for (const [query, variables, data] of [
    ['($x: Boolean!) { me { id @include(if: $x) } }', no, { me: {} }],
    ['($x: Boolean!) { me { ... @include(if: $x) { id name } } }', no, { me: {} }],
    ['($x: Boolean!) { me @skip(if: $x) { id @include(if: $x) } }', no, { me: {} }],
    ['($x: Boolean!) { me @include(if: $x) { id @skip(if: $x) } }', { x: true }, { me: {} }],
    ['($x: Boolean!) { me @include(if: $x) { id @skip(if: $x) } }', no, {}],
    ['($x: Boolean!) { me @skip(if: $x) { id @include(if: false) } }', no, { me: {} }],
    [
      '($x: Boolean!) { me { friends @include(if: $x) { id @skip(if: $x) } id } }',
      { x: true },
      { me: { friends: [{}], id: '1' } },
    ],
    [
      '($x: Boolean!, $y: Boolean!) { people @skip(if: $y) { ... on Being @include(if: $x) { ... on Person { name } } } }',
      no,
      { people: [{}] },
    ],
    [
      '($x: Boolean!, $y: Boolean!) { me @skip(if: $x) { friends @skip(if: $y) { name @include(if: $x) } } }',
      { x: false, y: true },
      { me: {} },
    ],
    ['($x: Boolean!) { me { steps @include(if: $x) } }', no, { me: {} }],
  ] as const) {
    test(`${query} with ${JSON.stringify(variables)}`, async () => {
      assert.deepEqual(await people.ask(`query ${query}`, variables), { data });
    });
  }
});

describe('a field does not wait for what another one requires on a condition', () => {
  for (const [query, variables, data] of [
    ['($x: Boolean!) { me { steps advice @include(if: $x) } }', { x: false }, { me: { steps: 100 } }],
    [
      '($x: Boolean!) { me { steps advice @include(if: $x) } }',
      { x: true },
      { me: { steps: 100, advice: 'walk 7' } },
    ],
    [
      '($x: Boolean!) { people { ... on Person { steps ... @skip(if: $x) { advice } } } }',
      { x: true },
      { people: [{ steps: 100 }] },
    ],
    [
      '($x: Boolean!, $y: Boolean!) { me { friends { a: advice @include(if: $x) b: advice @skip(if: $y) steps } } }',
      { x: false, y: true },
      { me: { friends: [{ steps: 100 }] } },
    ],
    [
      '($x: Boolean!, $y: Boolean!) { me { friends { a: advice @include(if: $x) b: advice @skip(if: $y) steps } } }',
      { x: false, y: false },
      { me: { friends: [{ b: 'walk 9', steps: 100 }] } },
    ],
  ] as const) {
    test(`${query} with ${JSON.stringify(variables)}`, async () => {
      assert.deepEqual(await people.ask(`query ${query}`, variables), { data });
    });
  }
});
