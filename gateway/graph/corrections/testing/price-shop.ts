import { createLocalGateway, type LocalGateway } from '../../../testing/local-gateway.ts';

const prices: Readonly<Record<string, number>> = { USD: 10, EUR: 20, JPY: 30, FREE: 0 };

interface Product {
  readonly id: string;
  readonly price?: number | null;
  readonly offer?: { readonly price: number; readonly shop: { readonly rank: number } };
  readonly offers?: readonly { readonly price: number }[];
}

/** Products with prices in several currencies, and a subgraph of fields that need some of them. */
export function createPriceShop(): LocalGateway {
  const offers = [{ factor: 1 }, { factor: 2 }, { factor: 3 }, { factor: 4 }];
  const priceIn = ({ currency }: { currency: string }) => prices[currency] ?? null;
  return createLocalGateway({
    catalog: {
      typeDefs: /* GraphQL */ `
        type Query { products: [Product!]! product: Product items: [Item!]! }
        interface Item { id: ID! price(currency: String! = "USD"): Int }
        type Product implements Item @key(fields: "id") {
          id: ID!
          price(currency: String! = "USD"): Int
          offer: Offer!
          offers(first: Int = 4): [Offer!]!
        }
        type Book implements Item @key(fields: "id") { id: ID! price(currency: String! = "USD"): Int }
        type Offer { price(currency: String!): Int shop: Shop! }
        type Shop { rank(year: Int!): Int }
      `,
      resolvers: {
        Query: {
          products: () => [{ id: '1' }, { id: '2' }],
          product: () => ({ id: '1' }),
          items: () => [
            { __typename: 'Product', id: '1' },
            { __typename: 'Book', id: '2' },
          ],
        },
        Product: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          price: (_: unknown, args: { currency: string }) => priceIn(args),
          offer: () => ({ factor: 1 }),
          offers: (_: unknown, { first }: { first: number }) => offers.slice(0, first),
        },
        Book: { price: (_: unknown, args: { currency: string }) => priceIn(args) },
        Offer: {
          price: ({ factor }: { factor: number }, args: { currency: string }) =>
            (priceIn(args) ?? 0) * factor,
          shop: () => ({}),
        },
        Shop: { rank: (_: unknown, { year }: { year: number }) => year + 1 },
      },
    },
    shipping: {
      typeDefs: /* GraphQL */ `
        type Product @key(fields: "id") {
          id: ID!
          price(currency: String! = "USD"): Int @external
          offer: Offer! @external
          offers(first: Int = 4): [Offer!]! @external
          inDollars: String @requires(fields: """price(currency: "USD")""")
          inEuros: String @requires(fields: """price(currency: "EUR")""")
          inYen: String @requires(fields: """price(currency: "JPY")""")
          byDefault: String @requires(fields: "price")
          free: String @requires(fields: """price(currency: "FREE")""")
          unknown: String @requires(fields: """price(currency: "XXX")""")
          best: String @requires(fields: """offer { price(currency: "EUR") shop { rank(year: 2020) } }""")
          other: String @requires(fields: """offer { price(currency: "JPY") }""")
          two: String @requires(fields: """offers(first: 2) { price(currency: "USD") }""")
          plain: String
        }
        type Book @key(fields: "id") {
          id: ID!
          price(currency: String! = "USD"): Int @external
          inYen: String @requires(fields: """price(currency: "JPY")""")
        }
        type Offer @external { price(currency: String!): Int shop: Shop! }
        type Shop @external { rank(year: Int!): Int }
      `,
      resolvers: {
        Product: {
          inDollars: ({ price }: Product) => `$${price}`,
          inEuros: ({ price }: Product) => `€${price}`,
          inYen: ({ price }: Product) => `¥${price}`,
          free: ({ price }: Product) => `free ${price}`,
          unknown: ({ price }: Product) => `unknown ${price}`,
          byDefault: ({ price }: Product) => `default ${price}`,
          best: ({ offer }: Product) => `${offer?.price} ${offer?.shop.rank}`,
          other: ({ offer }: Product) => `${offer?.price}`,
          two: ({ offers: some = [] }: Product) => some.map(({ price }) => price).join(' '),
          plain: () => 'plain',
        },
        Book: { inYen: ({ price }: Product) => `book ¥${price}` },
      },
    },
  });
}
