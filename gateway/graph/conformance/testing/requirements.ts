import type { ConformanceSuite } from './conformance-suite.ts';

interface Parcel {
  readonly id: string;
  readonly weight?: number | null;
  readonly size?: { readonly width: number; readonly depth?: number };
  readonly price?: number;
  readonly tax?: number;
  readonly total?: number;
  readonly content?: readonly {
    readonly __typename: string;
    readonly litres?: number;
    readonly pieces?: number;
  }[];
}

/** `@requires` and `@provides`. */
export const requirementSuites: readonly ConformanceSuite[] = [
  {
    feature: 'a field requires fields of another subgraph',
    subgraphs: {
      parcels: {
        typeDefs: `
          type Query { parcel: Parcel! parcels: [Parcel!]! }
          type Parcel @key(fields: "id") { id: ID! weight: Int size: Size! }
          type Size { width: Int! depth: Int! }
        `,
        resolvers: {
          Query: {
            parcel: () => ({ id: '1', weight: 3, size: { width: 2, depth: 5 } }),
            parcels: () => [
              { id: '1', weight: 3, size: { width: 2, depth: 5 } },
              { id: '2', weight: null, size: { width: 1, depth: 1 } },
              { id: '3', weight: 0, size: { width: 0, depth: 1 } },
            ],
          },
        },
      },
      freight: {
        typeDefs: `
          type Query { next: Parcel! }
          type Parcel @key(fields: "id") {
            id: ID!
            weight: Int @external
            size: Size! @external
            cost: String @requires(fields: "weight")
            area: Int @requires(fields: "size { width depth }")
            carrier: String
          }
          type Size { width: Int! @external depth: Int! @external }
        `,
        resolvers: {
          Query: { next: () => ({ id: '9', carrier: 'ship' }) },
          Parcel: {
            cost: ({ weight }: Parcel) => `for ${weight}`,
            area: ({ size }: Parcel) => (size?.width ?? 0) * (size?.depth ?? 0),
            carrier: ({ id }: Parcel) => `carrier ${id}`,
          },
        },
      },
    },
    cases: [
      ['{ parcel { cost } }', { parcel: { cost: 'for 3' } }, { asked: ['freight', 'parcels'] }],
      ['{ parcel { area size { width } } }', { parcel: { area: 10, size: { width: 2 } } }],
      ['{ parcels { cost } }', { parcels: [{ cost: 'for 3' }, { cost: 'for null' }, { cost: 'for 0' }] }],
      ['{ parcel { weight: cost area: carrier } }', { parcel: { weight: 'for 3', area: 'carrier 1' } }],
      [
        '{ parcel { carrier cost weight area } }',
        { parcel: { carrier: 'carrier 1', cost: 'for 3', weight: 3, area: 10 } },
      ],
      [
        'query ($no: Boolean!) { parcel { cost @skip(if: $no) area } }',
        { parcel: { area: 10 } },
        { variables: { no: true } },
      ],
    ],
  },
  {
    feature: 'required fields require others',
    subgraphs: {
      a: {
        typeDefs: 'type Query { parcel: Parcel } type Parcel @key(fields: "id") { id: ID! price: Int! }',
        resolvers: { Query: { parcel: () => ({ id: '1', price: 100 }) } },
      },
      b: {
        typeDefs: `type Parcel @key(fields: "id") {
          id: ID! price: Int! @external tax: Int! @requires(fields: "price")
        }`,
        resolvers: { Parcel: { tax: ({ price = 0 }: Parcel) => price / 5 } },
      },
      c: {
        typeDefs: `type Parcel @key(fields: "id") {
          id: ID! price: Int! @external tax: Int! @external total: Int! @requires(fields: "price tax")
        }`,
        resolvers: { Parcel: { total: ({ price = 0, tax = 0 }: Parcel) => price + tax } },
      },
      d: {
        typeDefs: `type Parcel @key(fields: "id") {
          id: ID! total: Int! @external label: String! @requires(fields: "total")
        }`,
        resolvers: { Parcel: { label: ({ total }: Parcel) => `total ${total}` } },
      },
    },
    cases: [
      ['{ parcel { label } }', { parcel: { label: 'total 120' } }, { asked: ['a', 'b', 'c', 'd'] }],
      ['{ parcel { tax total } }', { parcel: { tax: 20, total: 120 } }],
      ['{ parcel { label tax } }', { parcel: { label: 'total 120', tax: 20 } }],
    ],
  },
  {
    feature: 'two subgraphs require fields of each other',
    subgraphs: {
      a: {
        typeDefs: `type Query { parcel: Parcel } type Parcel @key(fields: "id") {
          id: ID! price: Int! tax: Int! @external total: Int! @requires(fields: "tax")
        }`,
        resolvers: {
          Query: { parcel: () => ({ id: '1' }) },
          Parcel: { price: () => 10, total: ({ tax = 0 }: Parcel) => 10 + tax },
        },
      },
      b: {
        typeDefs: `type Parcel @key(fields: "id") {
          id: ID! price: Int! @external tax: Int! @requires(fields: "price") total: Int! @external
          text: String! @requires(fields: "total")
        }`,
        resolvers: {
          Parcel: {
            tax: ({ price = 0 }: Parcel) => price / 5,
            text: ({ total }: Parcel) => `${total} in all`,
          },
        },
      },
    },
    cases: [
      ['{ parcel { total } }', { parcel: { total: 12 } }],
      ['{ parcel { tax } }', { parcel: { tax: 2 } }],
      // Apollo's planner finds no correct plan for it; an error is right where a wrong value would be the alternative.
      ['{ parcel { text } }', null, { codes: ['OPERATION_NOT_PLANNABLE'], asked: [] }],
    ],
  },
  {
    feature: 'fields of types of an interface are required by fragments',
    subgraphs: {
      a: {
        typeDefs: `
          type Query { parcel: Parcel }
          type Parcel @key(fields: "id") { id: ID! content: [Thing!]! }
          interface Thing { name: String! }
          type Liquid implements Thing { name: String! litres: Int! }
          type Parts implements Thing { name: String! pieces: Int! }
        `,
        resolvers: {
          Query: { parcel: () => ({ id: '1' }) },
          Parcel: {
            content: () => [
              { __typename: 'Liquid', name: 'oil', litres: 4 },
              { __typename: 'Parts', name: 'screws', pieces: 30 },
            ],
          },
        },
      },
      b: {
        typeDefs: `
          type Parcel @key(fields: "id") {
            id: ID!
            content: [Thing!]! @external
            summary: String! @requires(fields: "content { __typename ... on Liquid { litres } ... on Parts { pieces } }")
          }
          interface Thing { name: String! }
          type Liquid implements Thing { name: String! @external litres: Int! @external }
          type Parts implements Thing { name: String! @external pieces: Int! @external }
        `,
        resolvers: {
          Parcel: {
            summary: ({ content = [] }: Parcel) =>
              content.map(({ litres, pieces }) => litres ?? pieces).join(' and '),
          },
        },
      },
    },
    cases: [
      ['{ parcel { summary } }', { parcel: { summary: '4 and 30' } }],
      [
        '{ parcel { summary content { name ... on Parts { pieces } } } }',
        { parcel: { summary: '4 and 30', content: [{ name: 'oil' }, { name: 'screws', pieces: 30 }] } },
      ],
    ],
  },
  {
    feature: 'a path of the graph provides fields of another subgraph',
    subgraphs: {
      reviews: {
        typeDefs: `
          type Query { review: Review! }
          type Review {
            author: User! @provides(fields: "name home { city }")
            editor: User!
          }
          type User @key(fields: "id") { id: ID! name: String! @external home: Home! @external }
          type Home { city: String! @external }
        `,
        resolvers: {
          Query: {
            review: () => ({
              author: { id: '1', name: 'Ada, as reviews know her', home: { city: 'Paris' } },
              editor: { id: '2' },
            }),
          },
        },
      },
      users: {
        typeDefs: `
          type User @key(fields: "id") { id: ID! name: String! @shareable home: Home! @shareable }
          type Home { city: String! @shareable street: String! }
        `,
        resolvers: {
          User: {
            name: ({ id }: { id: string }) => `user ${id}`,
            home: ({ id }: { id: string }) => ({ city: `city ${id}`, street: `street ${id}` }),
          },
        },
      },
    },
    cases: [
      [
        '{ review { author { name home { city } } } }',
        { review: { author: { name: 'Ada, as reviews know her', home: { city: 'Paris' } } } },
        { asked: ['reviews'] },
      ],
      [
        '{ review { editor { name } } }',
        { review: { editor: { name: 'user 2' } } },
        { asked: ['reviews', 'users'] },
      ],
      [
        '{ review { author { home { street } } } }',
        { review: { author: { home: { street: 'street 1' } } } },
        { asked: ['reviews', 'users'] },
      ],
    ],
  },
  {
    feature: 'fields are provided for types of an interface and of a union',
    subgraphs: {
      media: {
        typeDefs: `
          type Query {
            found: Media @provides(fields: "... on Book { title }")
            any: Hit @provides(fields: "... on Film { title }")
          }
          interface Media { id: ID! }
          union Hit = Book | Film
          type Book implements Media @key(fields: "id") { id: ID! title: String @external }
          type Film implements Media @key(fields: "id") { id: ID! title: String @external }
        `,
        resolvers: {
          Query: {
            found: () => ({ __typename: 'Book', id: '1', title: 'provided' }),
            any: () => ({ __typename: 'Film', id: '2', title: 'provided, too' }),
          },
        },
      },
      titles: {
        typeDefs: `
          type Book @key(fields: "id") { id: ID! title: String @shareable }
          type Film @key(fields: "id") { id: ID! title: String @shareable }
        `,
        resolvers: { Book: { title: () => 'looked up' }, Film: { title: () => 'looked up' } },
      },
    },
    cases: [
      ['{ found { ... on Book { title } } }', { found: { title: 'provided' } }, { asked: ['media'] }],
      ['{ any { ... on Film { title } } }', { any: { title: 'provided, too' } }, { asked: ['media'] }],
      ['{ any { ... on Book { title } ... on Film { id } } }', { any: { id: '2' } }, { asked: ['media'] }],
    ],
  },
];
