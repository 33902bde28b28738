import type { SubgraphName } from '../../subgraphs/schema.ts';

/** Rows of subgraphs' answers, of which each has only the fields that its query selects. */
interface User {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly reviews: readonly Review[];
}

interface Review {
  readonly id: string;
  readonly body: string;
  readonly author: User;
  readonly product: Product;
}

interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
  readonly shippingEstimate: number;
  readonly reviews: readonly Review[];
}

/** Sends a request to a subgraph and gives the data of its answer. */
export type Ask = <Data>(
  subgraph: SubgraphName,
  query: string,
  representations?: readonly object[],
) => Promise<Data>;

const ofEntities = (selection: string) =>
  `query($representations:[_Any!]!){_entities(representations:$representations){${selection}}}`;
const rated = 'reviews{id body author{__typename id username reviews{id body product{__typename upc}}}}';
const queries = {
  users: '{users{__typename id username name}}',
  topProducts: '{topProducts{__typename upc name price weight}}',
  reviewsOfUsers: ofEntities(`...on User{reviews{id body product{__typename upc ${rated}}}}`),
  reviewsOfProducts: ofEntities(`...on Product{${rated}}`),
  stock: ofEntities('...on Product{inStock shippingEstimate}'),
  inStock: ofEntities('...on Product{inStock}'),
  shipping: ofEntities('...on Product{shippingEstimate}'),
  articles: ofEntities('...on Product{name price weight}'),
  names: ofEntities('...on User{name}'),
};

/**
 * Answers `deepQuery` as one would by hand who knows what it asks: the plan of Apollo's planner with each
 * representation and each equal request once, which is 9 requests, and data put where it belongs.
 */
export async function answerDeep(ask: Ask): Promise<string> {
  const [users, topProducts] = await Promise.all([readUsers(ask), readTopProducts(ask)]);
  const { upcs, authorIds } = findKeys([
    ...users.flatMap(({ reviews }) => reviews),
    ...topProducts.flatMap(({ reviews }) => reviews),
  ]);
  const [articles, names] = await Promise.all([readArticles(ask, upcs), readNames(ask, authorIds)]);

  const toRated = (reviews: readonly Review[]) =>
    reviews.map(({ id, body, author }) => ({
      id,
      body,
      author: {
        id: author.id,
        username: author.username,
        name: names.get(author.id),
        reviews: author.reviews.map((review) => ({
          id: review.id,
          body: review.body,
          product: articles.get(review.product.upc),
        })),
      },
    }));
  return JSON.stringify({
    data: {
      users: users.map((user) => ({
        id: user.id,
        username: user.username,
        name: user.name,
        reviews: user.reviews.map(({ id, body, product }) => ({
          id,
          body,
          product: { ...articles.get(product.upc), reviews: toRated(product.reviews) },
        })),
      })),
      topProducts: topProducts.map((product) => ({
        ...toArticle(product),
        reviews: toRated(product.reviews),
      })),
    },
  });
}

async function readUsers(ask: Ask): Promise<User[]> {
  const { users } = await ask<{ users: readonly User[] }>('accounts', queries.users);
  const reviews = await askEntities<User>(ask, 'reviews', queries.reviewsOfUsers, users.map(toUserKey));
  return users.map((user, index) => ({ ...user, ...reviews[index] }));
}

async function readTopProducts(ask: Ask): Promise<Product[]> {
  const { topProducts } = await ask<{ topProducts: readonly Product[] }>('products', queries.topProducts);
  const [stock, reviews] = await Promise.all([
    askEntities<Product>(ask, 'inventory', queries.stock, topProducts.map(toPricedKey)),
    askEntities<Product>(ask, 'reviews', queries.reviewsOfProducts, topProducts.map(toProductKey)),
  ]);
  return topProducts.map((product, index) => ({ ...product, ...stock[index], ...reviews[index] }));
}

async function readArticles(ask: Ask, upcs: readonly string[]): Promise<Map<string, object>> {
  const keys = upcs.map((upc) => toProductKey({ upc }));
  const [found, inStock] = await Promise.all([
    askEntities<Product>(ask, 'products', queries.articles, keys),
    askEntities<Product>(ask, 'inventory', queries.inStock, keys),
  ]);
  const priced = found.map(
    (product, index) => ({ ...product, ...inStock[index], ...keys[index] }) as Product,
  );
  const shipping = await askEntities<Product>(ask, 'inventory', queries.shipping, priced.map(toPricedKey));
  return new Map(
    priced.map((product, index) => [product.upc, toArticle({ ...product, ...shipping[index] })]),
  );
}

async function readNames(ask: Ask, ids: readonly string[]): Promise<Map<string, string>> {
  const keys = ids.map((id) => toUserKey({ id }));
  const found = await askEntities<User>(ask, 'accounts', queries.names, keys);
  return new Map(found.map(({ name }, index) => [ids[index] ?? '', name]));
}

async function askEntities<Entity>(
  ask: Ask,
  subgraph: SubgraphName,
  query: string,
  representations: readonly object[],
): Promise<readonly Entity[]> {
  const data = await ask<{ _entities: readonly Entity[] }>(subgraph, query, representations);
  return data._entities;
}

/** The keys of the authors and articles that reviews name at both of their levels. */
function findKeys(reviews: readonly Review[]): { upcs: readonly string[]; authorIds: readonly string[] } {
  const upcs = new Set<string>();
  const authorIds = new Set<string>();
  for (const { author, product } of reviews) {
    const rating = product === undefined ? [author] : product.reviews.map((review) => review.author);
    if (product !== undefined) upcs.add(product.upc);
    for (const { id, reviews: others } of rating) {
      authorIds.add(id);
      for (const other of others) upcs.add(other.product.upc);
    }
  }
  return { upcs: [...upcs], authorIds: [...authorIds] };
}

/** In the order of the client's fields. */
function toArticle({ upc, name, price, weight, inStock, shippingEstimate }: Product): object {
  return { upc, name, price, weight, inStock, shippingEstimate };
}

function toUserKey({ id }: { readonly id: string }): object {
  return { __typename: 'User', id };
}

function toProductKey({ upc }: { readonly upc: string }): { __typename: string; upc: string } {
  return { __typename: 'Product', upc };
}

function toPricedKey({ upc, price, weight }: Product): object {
  return { __typename: 'Product', upc, price, weight };
}
