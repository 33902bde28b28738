import { type ConformanceSuite, findBy } from './conformance-suite.ts';

const media = [
  { __typename: 'Book', id: 'b1', title: 'Dune', pages: 600 },
  { __typename: 'Film', id: 'f1', title: 'Stalker', minutes: 163 },
];

/** Interfaces and unions, of which no subgraph knows all. */
export const abstractTypeSuites: readonly ConformanceSuite[] = [
  {
    feature: 'types of an interface are completed by other subgraphs',
    subgraphs: {
      media: {
        typeDefs: `
          type Query { media: [Media!]! first: Media node(id: ID!): Node }
          interface Node { id: ID! }
          interface Media implements Node { id: ID! title: String! }
          type Book implements Media & Node @key(fields: "id") { id: ID! title: String! pages: Int! }
          type Film implements Media & Node @key(fields: "id") { id: ID! title: String! minutes: Int! }
        `,
        resolvers: {
          Query: {
            media: () => media,
            first: () => media[0],
            node: (_: unknown, { id }: { id: string }) => media.find((item) => item.id === id),
          },
          Book: { __resolveReference: findBy(media, 'id') },
          Film: { __resolveReference: findBy(media, 'id') },
        },
      },
      shop: {
        typeDefs: `
          type Query { shelf: [Priced!]! }
          interface Priced { price: Int! }
          type Book implements Priced @key(fields: "id") { id: ID! price: Int! }
          type Film implements Priced @key(fields: "id") { id: ID! price: Int! }
        `,
        resolvers: {
          Query: { shelf: () => media.map(({ __typename, id }) => ({ __typename, id, price: 5 })) },
          Book: { price: () => 10 },
          Film: { price: () => 20 },
        },
      },
    },
    cases: [
      ['{ media { title } }', { media: [{ title: 'Dune' }, { title: 'Stalker' }] }, { asked: ['media'] }],
      ['{ media { __typename } }', { media: [{ __typename: 'Book' }, { __typename: 'Film' }] }],
      [
        '{ media { ... on Book { pages price } ... on Film { minutes } } }',
        { media: [{ pages: 600, price: 10 }, { minutes: 163 }] },
      ],
      [
        '{ media { ... on Priced { price } title } }',
        {
          media: [
            { price: 10, title: 'Dune' },
            { price: 20, title: 'Stalker' },
          ],
        },
      ],
      ['{ first { ... on Node { ... on Priced { ... on Book { price } } } } }', { first: { price: 10 } }],
      [
        '{ node(id: "f1") { id ... on Media { title } ... on Film { price } } }',
        { node: { id: 'f1', title: 'Stalker', price: 20 } },
      ],
      ['{ node(id: "x") { id ... on Film { price } } }', { node: null }],
      [
        '{ shelf { price ... on Book { title } ... on Film { minutes } } }',
        {
          shelf: [
            { price: 10, title: 'Dune' },
            { price: 20, minutes: 163 },
          ],
        },
      ],
      [
        '{ media { text: title ... on Book { length: pages } ... on Film { length: minutes } } }',
        {
          media: [
            { text: 'Dune', length: 600 },
            { text: 'Stalker', length: 163 },
          ],
        },
      ],
    ],
  },
  {
    feature: 'subgraphs know different members of a union',
    subgraphs: {
      a: {
        typeDefs: `
          type Query { hit: Hit hits: [Hit!]! @shareable }
          union Hit = Book | Film
          type Book @key(fields: "id") { id: ID! title: String! @shareable }
          type Film @key(fields: "id") { id: ID! title: String! @shareable }
        `,
        resolvers: { Query: { hit: () => media[1], hits: () => media } },
      },
      b: {
        typeDefs: `
          type Query { song: Hit hits: [Hit!]! @shareable }
          union Hit = Song | Book
          type Song @key(fields: "id") { id: ID! title: String! }
          type Book @key(fields: "id") { id: ID! title: String! @shareable weight: Int }
        `,
        resolvers: {
          Query: {
            song: () => ({ __typename: 'Song', id: 's1', title: 'Yesterday' }),
            hits: () => [media[0]],
          },
          Book: { weight: () => 300 },
        },
      },
    },
    cases: [
      [
        '{ hit { ... on Film { title } ... on Song { id } } }',
        { hit: { title: 'Stalker' } },
        { asked: ['a'] },
      ],
      [
        '{ song { ... on Song { title } ... on Film { id } } }',
        { song: { title: 'Yesterday' } },
        { asked: ['b'] },
      ],
      ['{ hit { __typename ... on Book { weight } } }', { hit: { __typename: 'Film' } }],
      ['{ song { ... on Film { title } } }', { song: {} }],
      [
        '{ hit { ... on Film { id } } song { ... on Song { id } } }',
        { hit: { id: 'f1' }, song: { id: 's1' } },
      ],
    ],
  },
  {
    feature: 'objects refer to themselves through an interface',
    subgraphs: {
      a: {
        typeDefs: `
          type Query { product: Product }
          interface Product { related: [Product!]! }
          type Tool implements Product @key(fields: "id") { id: ID! related: [Product!]! }
        `,
        resolvers: {
          Query: { product: () => ({ __typename: 'Tool', id: '1' }) },
          Tool: {
            related: ({ id }: { id: string }) =>
              id === '1'
                ? [
                    { __typename: 'Tool', id: '2' },
                    { __typename: 'Tool', id: '3' },
                  ]
                : [],
          },
        },
      },
      b: {
        typeDefs: 'type Tool @key(fields: "id") { id: ID! price: Int }',
        resolvers: {
          Tool: {
            __resolveReference: findBy(
              [
                { id: '1', price: 1 },
                { id: '2', price: 2 },
                { id: '3', price: 3 },
              ],
              'id',
            ),
          },
        },
      },
    },
    cases: [
      [
        '{ product { related { ... on Tool { price } } } }',
        { product: { related: [{ price: 2 }, { price: 3 }] } },
      ],
      [
        '{ product { ... on Tool { price } related { related { ... on Tool { id } } } } }',
        { product: { price: 1, related: [{ related: [] }, { related: [] }] } },
      ],
    ],
  },
  {
    feature: 'members of a union have fields of the same name and different types or arguments',
    subgraphs: {
      a: {
        typeDefs: `
          type Query { things: [Thing!]! }
          union Thing = Box | Bag
          type Box @key(fields: "id") { id: ID! size(unit: String!): String! }
          type Bag @key(fields: "id") { id: ID! size(unit: String!): String }
        `,
        resolvers: {
          Query: {
            things: () => [
              { __typename: 'Box', id: '1' },
              { __typename: 'Bag', id: '2' },
            ],
          },
          Box: { size: (_: unknown, { unit }: { unit: string }) => `box in ${unit}` },
          Bag: { size: (_: unknown, { unit }: { unit: string }) => `bag in ${unit}` },
        },
      },
      b: {
        typeDefs: `
          type Box @key(fields: "id") { id: ID! colour: String }
          type Bag @key(fields: "id") { id: ID! colour: String }
        `,
        resolvers: { Box: { colour: () => 'red' }, Bag: { colour: () => null } },
      },
    },
    cases: [
      [
        '{ things { ... on Box { text: size(unit: "m") colour } ... on Bag { note: size(unit: "l") colour } } }',
        {
          things: [
            { text: 'box in m', colour: 'red' },
            { note: 'bag in l', colour: null },
          ],
        },
      ],
      [
        'query ($unit: String!) { things { ... on Box { size(unit: $unit) } ... on Bag { __typename } } }',
        { things: [{ size: 'box in cm' }, { __typename: 'Bag' }] },
        { variables: { unit: 'cm' } },
      ],
    ],
  },
];
