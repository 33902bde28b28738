import type { GraphQLResolverMap } from '@apollo/subgraph';
import { author, products, reviews, reviewsOfUser, upcsInStock, users } from './data.ts';
import type { SubgraphName } from './schema.ts';

type Fields = Readonly<Record<string, unknown>>;

const userById = new Map(users.map((user) => [user.id, user]));
const productByUpc = new Map(products.map((product) => [product.upc, product]));

/** The resolvers of each subgraph, by type and field. */
export const resolversOf: Readonly<Record<SubgraphName, GraphQLResolverMap>> = {
  accounts: {
    Query: {
      me: () => author,
      user: (_: unknown, { id }: { id: string }) => userById.get(id),
      users: () => users,
    },
    User: { __resolveReference: ({ id }: { id: string }) => userById.get(id) },
  },
  products: {
    Query: { topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first) },
    Product: { __resolveReference: ({ upc }: { upc: string }) => productByUpc.get(upc) },
  },
  inventory: {
    Product: {
      __resolveReference: (representation: Fields) => representation,
      inStock: ({ upc }: { upc: string }) => upcsInStock.has(upc),
      shippingEstimate: estimateShipping,
    },
  },
  reviews: {
    Review: {
      __resolveReference: ({ id }: { id: string }) => reviews.find((review) => review.id === id),
      author: () => author,
      product: ({ upc }: { upc: string }) => ({ upc }),
    },
    User: {
      __resolveReference: (representation: Fields) => representation,
      reviews: () => reviewsOfUser,
    },
    Product: {
      __resolveReference: (representation: Fields) => representation,
      reviews: ({ upc }: { upc: string }) => reviews.filter((review) => review.upc === upc),
    },
  },
};

/** Expensive articles are sent for nothing, all others by their weight. */
function estimateShipping({ price, weight }: { price: number; weight: number }): number {
  return price > 1_000 ? 0 : Math.floor(weight / 2);
}
