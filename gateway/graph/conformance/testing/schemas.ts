import type { ConformanceSuite } from './conformance-suite.ts';

/** The definitions of subgraphs as one schema. */
export const schemaSuites: readonly ConformanceSuite[] = [
  {
    feature: 'enums and input objects have what all or any subgraphs know',
    subgraphs: {
      a: {
        typeDefs: `
          type Query { user: User! find(filter: Filter!): String }
          type User @key(fields: "id") { id: ID! kind: Kind @shareable }
          enum Kind { REGULAR ADMIN @inaccessible }
          input Filter { first: Int! secret: String = "hidden" @inaccessible }
        `,
        resolvers: {
          Query: {
            user: () => ({ id: '1', kind: 'ADMIN' }),
            find: (_: unknown, { filter }: { filter: object }) => JSON.stringify(filter),
          },
        },
      },
      b: {
        typeDefs: `
          type Query { other: User count(filter: Filter!): Int }
          type User @key(fields: "id") { id: ID! kind: Kind @shareable }
          enum Kind { REGULAR }
          input Filter { first: Int! }
        `,
        resolvers: {
          Query: {
            other: () => ({ id: '2', kind: 'REGULAR' }),
            count: (_: unknown, { filter }: { filter: { first: number } }) => filter.first,
          },
        },
      },
    },
    cases: [
      ['{ other { kind } }', { other: { kind: 'REGULAR' } }],
      ['{ user { id kind } }', { user: { id: '1', kind: null } }],
      [
        'query ($filter: Filter!) { count(filter: $filter) }',
        { count: 3 },
        { variables: { filter: { first: 3 } } },
      ],
      ['{ find(filter: { first: 1 }) }', { find: '{"first":1,"secret":"hidden"}' }],
    ],
  },
  {
    feature: 'what clients may not see is used between subgraphs',
    subgraphs: {
      a: {
        typeDefs:
          'type Query { user: User } type User @key(fields: "id") { id: ID! @inaccessible name: String }',
        resolvers: { Query: { user: () => ({ id: '7', name: 'Ada' }) } },
      },
      b: {
        typeDefs: `type User @key(fields: "id") { id: ID! secret: Int! @inaccessible friends: [User!]! }`,
        resolvers: { User: { friends: ({ id }: { id: string }) => [{ id: `${id}1` }] } },
      },
      c: {
        typeDefs: `type User @key(fields: "id") {
          id: ID! secret: Int! @external hint: String @requires(fields: "secret")
        }`,
        resolvers: { User: { hint: ({ secret }: { secret: number }) => `hint ${secret}` } },
      },
    },
    cases: [
      [
        '{ user { name friends { __typename } } }',
        { user: { name: 'Ada', friends: [{ __typename: 'User' }] } },
      ],
    ],
  },
  {
    feature: 'a field has moved to another subgraph',
    subgraphs: {
      old: {
        typeDefs: `
          type Query { post: Post feed: [Post!]! }
          type Post @key(fields: "id") { id: ID! title: String author: String }
        `,
        resolvers: {
          Query: { post: () => ({ id: '1' }), feed: () => [{ id: '1' }] },
          Post: { title: () => 'old title', author: () => 'old author' },
        },
      },
      fresh: {
        typeDefs: `
          type Query { feed: [Post!]! @override(from: "old") }
          type Post @key(fields: "id") {
            id: ID!
            title: String @override(from: "old")
            author: String @external
            line: String @requires(fields: "author")
          }
        `,
        resolvers: {
          Query: { feed: () => [{ id: '1' }, { id: '2' }] },
          Post: { title: () => 'new title', line: ({ author }: { author: string }) => `by ${author}` },
        },
      },
      gone: {
        typeDefs: `type Post @key(fields: "id") { id: ID! likes: Int @override(from: "unknown") }`,
        resolvers: { Post: { likes: () => 4 } },
      },
    },
    cases: [
      [
        '{ post { title author } }',
        { post: { title: 'new title', author: 'old author' } },
        { asked: ['fresh', 'old'] },
      ],
      [
        '{ feed { id title } }',
        {
          feed: [
            { id: '1', title: 'new title' },
            { id: '2', title: 'new title' },
          ],
        },
        { asked: ['fresh'] },
      ],
      ['{ feed { line } }', { feed: [{ line: 'by old author' }, { line: 'by old author' }] }],
      ['{ post { likes } }', { post: { likes: 4 } }],
    ],
  },
  {
    feature: 'a field is nullable in one subgraph and not in another',
    subgraphs: {
      a: {
        typeDefs: `
          type Query { a: Item items: [Item] }
          type Item @key(fields: "id") { id: ID name: String @shareable child: Child @shareable }
          type Child @shareable { size: Int! }
        `,
        resolvers: {
          Query: {
            a: () => ({ id: '1', name: null, child: { size: 1 } }),
            items: () => [{ id: '1', name: 'x', child: null }, null],
          },
        },
      },
      b: {
        typeDefs: `
          type Query { b: Item! }
          type Item @key(fields: "id") { id: ID! name: String! @shareable child: Child! @shareable }
          type Child @shareable { size: Int }
        `,
        resolvers: { Query: { b: () => ({ id: '2', name: 'y', child: { size: null } }) } },
      },
    },
    cases: [
      [
        '{ a { id name child { size } } b { id name child { size } } }',
        { a: { id: '1', name: null, child: { size: 1 } }, b: { id: '2', name: 'y', child: { size: null } } },
      ],
      ['{ items { name child { size } } }', { items: [{ name: 'x', child: null }, null] }],
    ],
  },
  {
    feature: 'subgraphs of federation 1 extend types',
    subgraphs: {
      users: {
        federation: 1,
        typeDefs: `
          type Query { user: User }
          type User @key(fields: "id") { id: ID! name: String rating: Int }
        `,
        resolvers: {
          Query: { user: () => ({ id: '1', name: 'Ada', rating: 5 }) },
          User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `user ${id}`, rating: 4 }) },
        },
      },
      reviews: {
        federation: 1,
        typeDefs: `
          extend type Query { reviews: [Review] }
          type Review { text: String author: User @provides(fields: "name") }
          extend type User @key(fields: "id") {
            id: ID! @external
            name: String @external
            rating: Int @external
            reviews: [Review]
            rank: String @requires(fields: "rating")
          }
        `,
        resolvers: {
          Query: { reviews: () => [{ text: 'good', author: { id: '2', name: 'provided' } }] },
          User: {
            reviews: () => [{ text: 'own' }],
            rank: ({ rating }: { rating: number }) => '*'.repeat(rating),
          },
        },
      },
    },
    cases: [
      ['{ user { name reviews { text } } }', { user: { name: 'Ada', reviews: [{ text: 'own' }] } }],
      ['{ user { rank } }', { user: { rank: '*****' } }],
      [
        '{ reviews { author { name } } }',
        { reviews: [{ author: { name: 'provided' } }] },
        { asked: ['reviews'] },
      ],
      [
        '{ reviews { author { id rating rank } } }',
        { reviews: [{ author: { id: '2', rating: 4, rank: '****' } }] },
      ],
    ],
  },
];
