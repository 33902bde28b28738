import type { ConformanceSuite } from './conformance-suite.ts';

const done: string[] = [];

/** The contents of operations, and the order in which things happen. */
export const operationSuites: readonly ConformanceSuite[] = [
  {
    feature: '@skip and @include decide about requests',
    subgraphs: {
      a: {
        typeDefs: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! label: String }',
        resolvers: { Query: { item: () => ({ id: '1', label: 'hammer' }) } },
      },
      b: {
        typeDefs: `type Item @key(fields: "id") {
          id: ID! label: String @external price: Int text: String @requires(fields: "label")
        }`,
        resolvers: { Item: { price: () => 5, text: ({ label }: { label: string }) => `a ${label}` } },
      },
    },
    cases: [
      [
        'query ($x: Boolean!) { item { id price @include(if: $x) } }',
        { item: { id: '1' } },
        { variables: { x: false }, asked: ['a'] },
      ],
      [
        'query ($x: Boolean!) { item { id price @include(if: $x) } }',
        { item: { id: '1', price: 5 } },
        { variables: { x: true }, asked: ['a', 'b'] },
      ],
      [
        'query ($x: Boolean = true) { item { id text @skip(if: $x) } }',
        { item: { id: '1' } },
        { asked: ['a'] },
      ],
      [
        'query ($x: Boolean!) { item { ... @include(if: $x) { text } label } }',
        { item: { label: 'hammer' } },
        { variables: { x: false }, asked: ['a'] },
      ],
      ['query ($x: Boolean!) { item @skip(if: $x) { price } }', {}, { variables: { x: true }, asked: [] }],
      [
        'query ($x: Boolean!, $y: Boolean!) { item { price @include(if: $x) @skip(if: $y) id } }',
        { item: { id: '1' } },
        { variables: { x: true, y: true }, asked: ['a'] },
      ],
      [
        'query ($x: Boolean!) { item { ...P @include(if: $x) } } fragment P on Item { price text }',
        { item: { price: 5, text: 'a hammer' } },
        { variables: { x: true } },
      ],
      ['{ item { price @skip(if: true) id } }', { item: { id: '1' } }, { asked: ['a'] }],
    ],
  },
  {
    feature: 'names of types are told everywhere',
    subgraphs: {
      a: {
        typeDefs: 'type Query { item: Thing } union Thing = Item type Item @key(fields: "id") { id: ID! }',
        resolvers: { Query: { item: () => ({ __typename: 'Item', id: '1' }) } },
      },
      b: {
        typeDefs: 'type Item @key(fields: "id") { id: ID! parts: [Part!]! } type Part { size: Int }',
        resolvers: { Item: { parts: () => [{ size: 1 }] } },
      },
    },
    cases: [
      ['{ __typename }', { __typename: 'Query' }, { asked: [] }],
      ['{ a: __typename item { b: __typename } }', { a: 'Query', item: { b: 'Item' } }],
      [
        '{ item { ... on Item { parts { __typename size } } __typename } }',
        { item: { parts: [{ __typename: 'Part', size: 1 }], __typename: 'Item' } },
      ],
      [
        '{ __type(name: "Item") { name kind } item { __typename } }',
        { __type: { name: 'Item', kind: 'OBJECT' }, item: { __typename: 'Item' } },
      ],
    ],
  },
  {
    feature: 'mutations run one after the other, across subgraphs',
    subgraphs: {
      a: {
        typeDefs: `
          type Query { log: [String!]! }
          type Mutation { first(by: Int!): Item! third: Item! }
          type Item @key(fields: "id") { id: ID! }
        `,
        resolvers: {
          Query: { log: () => done },
          Mutation: {
            first: (_: unknown, { by }: { by: number }) => ({ id: String(done.push(`a${by}`)) }),
            third: () => ({ id: String(done.push('a')) }),
          },
        },
      },
      b: {
        typeDefs: `
          type Mutation { second: Int! failing: Int }
          type Item @key(fields: "id") { id: ID! label: String! }
        `,
        resolvers: {
          Mutation: {
            second: () => done.push('b'),
            failing: () => {
              throw Object.assign(new Error('Not today.'), { extensions: { code: 'CLOSED' } });
            },
          },
          Item: { label: ({ id }: { id: string }) => `item ${id} after ${done.join(' ')}` },
        },
      },
    },
    cases: [
      [
        'mutation { first(by: 5) { id label } second third { label } }',
        { first: { id: '1', label: 'item 1 after a5' }, second: 2, third: { label: 'item 3 after a5 b a' } },
      ],
      ['{ log }', { log: ['a5', 'b', 'a'] }],
      ['mutation { failing }', { failing: null }, { codes: ['CLOSED'] }],
    ],
  },
  {
    feature: 'errors of a subgraph leave the rest as it is',
    subgraphs: {
      a: {
        typeDefs:
          'type Query { items: [Item]! must: Must } type Must { item: Item! } type Item @key(fields: "id") { id: ID! }',
        resolvers: {
          Query: { items: () => [{ id: '1' }, { id: '2' }], must: () => ({ item: { id: '2' } }) },
        },
      },
      b: {
        typeDefs: 'type Item @key(fields: "id") { id: ID! stock: Int! note: String }',
        resolvers: {
          Item: {
            stock: ({ id }: { id: string }) => {
              if (id === '2')
                throw Object.assign(new Error('Not counted.'), { extensions: { code: 'UNCOUNTED' } });
              return 8;
            },
            note: ({ id }: { id: string }) => `note ${id}`,
          },
        },
      },
    },
    cases: [
      ['{ items { id stock } }', { items: [{ id: '1', stock: 8 }, null] }, { codes: ['UNCOUNTED'] }],
      ['{ must { item { stock } } }', { must: null }, { codes: ['UNCOUNTED'] }],
      ['{ items { note } }', { items: [{ note: 'note 1' }, { note: 'note 2' }] }],
    ],
  },
];
