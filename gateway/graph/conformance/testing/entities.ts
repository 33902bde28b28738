import { type ConformanceSuite, findBy } from './conformance-suite.ts';

const users = [
  { id: '1', email: 'ada@example.com', name: 'Ada', tenant: { code: 't1' } },
  { id: '2', email: 'bob@example.com', name: 'Bob', tenant: { code: 't2' } },
];

/** The ways in which entities are found: keys of every form, and the ways between subgraphs. */
export const entitySuites: readonly ConformanceSuite[] = [
  {
    feature: 'an entity is completed by other subgraphs',
    subgraphs: {
      accounts: {
        typeDefs:
          'type Query { me: User users: [User]! nobody: User } type User @key(fields: "id") { id: ID! name: String! }',
        resolvers: {
          Query: { me: () => users[0], users: () => [users[0], null, users[1]], nobody: () => null },
        },
      },
      posts: {
        typeDefs: `
          type User @key(fields: "id") { id: ID! posts: [Post!]! best: Post }
          type Post @key(fields: "id") { id: ID! title: String! author: User! }
        `,
        resolvers: {
          User: {
            posts: ({ id }: { id: string }) => [{ id: `${id}a`, title: `First of ${id}`, author: { id } }],
            best: () => null,
          },
        },
      },
    },
    cases: [
      [
        '{ me { name posts { title } } }',
        { me: { name: 'Ada', posts: [{ title: 'First of 1' }] } },
        { asked: ['accounts', 'posts'] },
      ],
      ['{ me { name } }', { me: { name: 'Ada' } }, { asked: ['accounts'] }],
      [
        '{ users { id posts { id } } }',
        { users: [{ id: '1', posts: [{ id: '1a' }] }, null, { id: '2', posts: [{ id: '2a' }] }] },
        { asked: ['accounts', 'posts'] },
      ],
      ['{ nobody { posts { id } } }', { nobody: null }, { asked: ['accounts'] }],
      ['{ me { best { title author { name } } } }', { me: { best: null } }, { asked: ['accounts', 'posts'] }],
      [
        '{ me { posts { author { posts { id } } } } }',
        { me: { posts: [{ author: { posts: [{ id: '1a' }] } }] } },
        { asked: ['accounts', 'posts'] },
      ],
    ],
  },
  {
    feature: 'subgraphs know an entity by different keys',
    subgraphs: {
      byId: {
        typeDefs: 'type Query { user: User } type User @key(fields: "id") { id: ID! }',
        resolvers: { Query: { user: () => ({ id: '2' }) } },
      },
      both: {
        typeDefs: 'type User @key(fields: "id") @key(fields: "email") { id: ID! email: String! }',
        resolvers: { User: { __resolveReference: findBy(users, 'id') } },
      },
      byEmail: {
        typeDefs: 'type User @key(fields: "email") { email: String! name: String }',
        resolvers: { User: { __resolveReference: findBy(users, 'email') } },
      },
    },
    cases: [
      ['{ user { name } }', { user: { name: 'Bob' } }, { asked: ['both', 'byEmail', 'byId'] }],
      ['{ user { id email } }', { user: { id: '2', email: 'bob@example.com' } }, { asked: ['both', 'byId'] }],
      ['{ user { a: name b: name } }', { user: { a: 'Bob', b: 'Bob' } }],
    ],
  },
  {
    feature: 'a key may have several fields and fields of objects',
    subgraphs: {
      accounts: {
        typeDefs: `
          type Query { user: User }
          type User @key(fields: "id tenant { code }") { id: ID! tenant: Tenant! }
          type Tenant { code: ID! }
        `,
        resolvers: { Query: { user: () => users[0] } },
      },
      limits: {
        typeDefs: `
          type User @key(fields: "id tenant { code }") { id: ID! tenant: Tenant! limit: String }
          type Tenant { code: ID! }
        `,
        resolvers: {
          User: { limit: ({ id, tenant }: (typeof users)[number]) => `limit of ${id} in ${tenant.code}` },
        },
      },
    },
    cases: [
      ['{ user { limit } }', { user: { limit: 'limit of 1 in t1' } }],
      ['{ user { tenant { code } limit } }', { user: { tenant: { code: 't1' }, limit: 'limit of 1 in t1' } }],
    ],
  },
  {
    feature: 'an object is completed through the entity that it belongs to',
    subgraphs: {
      catalog: {
        typeDefs: `
          type Query { product: Product products: [Product!]! }
          type Product @key(fields: "id") { id: ID! category: Category @shareable }
          type Category { name: String @shareable }
        `,
        resolvers: {
          Query: {
            product: () => ({ id: '1', category: { name: 'tools' } }),
            products: () => ['1', '2'].map((id) => ({ id, category: { name: `c${id}` } })),
          },
        },
      },
      details: {
        typeDefs: `
          type Product @key(fields: "id") { id: ID! category: Category @shareable }
          type Category { name: String @shareable details: Details }
          type Details { size: Int }
        `,
        resolvers: { Product: { category: ({ id }: { id: string }) => ({ details: { size: Number(id) } }) } },
      },
    },
    cases: [
      [
        '{ product { category { name details { size } } } }',
        { product: { category: { name: 'tools', details: { size: 1 } } } },
      ],
      [
        '{ products { category { details { size } } } }',
        { products: [{ category: { details: { size: 1 } } }, { category: { details: { size: 2 } } }] },
      ],
    ],
  },
  {
    feature: 'a key is null, or its entity is not found',
    subgraphs: {
      a: {
        typeDefs: 'type Query { items: [Item!]! } type Item @key(fields: "id") { id: ID label: String }',
        resolvers: {
          Query: {
            items: () => [
              { id: '1', label: 'known' },
              { id: null, label: 'without a key' },
              { id: '3', label: 'gone' },
            ],
          },
        },
      },
      b: {
        typeDefs: 'type Item @key(fields: "id") { id: ID size: Int }',
        resolvers: { Item: { __resolveReference: findBy([{ id: '1', size: 7 }], 'id') } },
      },
    },
    cases: [
      [
        '{ items { label size } }',
        {
          items: [
            { label: 'known', size: 7 },
            { label: 'without a key', size: null },
            { label: 'gone', size: null },
          ],
        },
      ],
    ],
  },
  {
    feature: 'lists within lists hold entities',
    subgraphs: {
      a: {
        typeDefs: 'type Query { grid: [[Cell]] } type Cell @key(fields: "id") { id: ID! }',
        resolvers: { Query: { grid: () => [[{ id: '1' }, null], [], null, [{ id: '2' }]] } },
      },
      b: {
        typeDefs: 'type Cell @key(fields: "id") { id: ID! value: Int }',
        resolvers: { Cell: { value: ({ id }: { id: string }) => Number(id) * 10 } },
      },
    },
    cases: [['{ grid { value } }', { grid: [[{ value: 10 }, null], [], null, [{ value: 20 }]] }]],
  },
  {
    feature: 'several subgraphs have a root field in common',
    subgraphs: {
      names: {
        typeDefs: `type Query { product: Product @shareable products: [Product!]! @shareable }
          type Product { id: ID! @shareable name: Name } type Name { text: String }`,
        resolvers: {
          Query: {
            product: () => ({ id: '1', name: { text: 'hammer' } }),
            products: () => [
              { id: '1', name: { text: 'hammer' } },
              { id: '2', name: { text: 'saw' } },
            ],
          },
        },
      },
      prices: {
        typeDefs: `type Query { product: Product @shareable products: [Product!]! @shareable }
          type Product { id: ID! @shareable price: Int }`,
        resolvers: {
          Query: {
            product: () => ({ id: '1', price: 5 }),
            products: () => [
              { id: '1', price: 5 },
              { id: '2', price: 6 },
            ],
          },
        },
      },
    },
    cases: [
      [
        '{ product { id name { text } price } }',
        { product: { id: '1', name: { text: 'hammer' }, price: 5 } },
        { asked: ['names', 'prices'] },
      ],
      [
        '{ products { name { text } price } }',
        {
          products: [
            { name: { text: 'hammer' }, price: 5 },
            { name: { text: 'saw' }, price: 6 },
          ],
        },
      ],
    ],
  },
];
