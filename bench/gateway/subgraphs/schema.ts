/** The name of a subgraph. */
export type SubgraphName = 'accounts' | 'products' | 'inventory' | 'reviews';

const rules = {
  authenticated: '@authenticated',
  mayShip: '@requiresScopes(scopes: [["read:shipping"]])',
};
const noRules: typeof rules = { authenticated: '', mayShip: '' };

/**
 * The schema of each subgraph, in the shape that benchmarks of federation have in common.
 *
 * @param isGuarded with rules for two fields that anonymous callers may not see
 */
export function toSchemas(isGuarded: boolean): Readonly<Record<SubgraphName, string>> {
  const { authenticated, mayShip } = isGuarded ? rules : noRules;
  const link = (...directives: readonly string[]) => {
    const imports = [...directives, '@authenticated', '@requiresScopes'].map((name) => `"${name}"`);
    return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [${imports}])`;
  };
  return {
    accounts: `
      ${link('@key', '@shareable')}
      type Query {
        me: User
        user(id: ID!): User
        users: [User]
      }
      type User @key(fields: "id") {
        id: ID!
        name: String ${authenticated}
        username: String @shareable
        birthYear: Int
      }
    `,
    products: `
      ${link('@key')}
      type Query {
        topProducts(first: Int = 5): [Product]
      }
      type Product @key(fields: "upc") {
        upc: String!
        name: String
        price: Int
        weight: Int
      }
    `,
    inventory: `
      ${link('@key', '@external', '@requires')}
      type Product @key(fields: "upc") {
        upc: String!
        price: Int @external
        weight: Int @external
        inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight") ${mayShip}
      }
    `,
    reviews: `
      ${link('@key', '@external', '@provides')}
      type Review @key(fields: "id") {
        id: ID!
        body: String
        author: User @provides(fields: "username")
        product: Product
      }
      type User @key(fields: "id") {
        id: ID!
        username: String @external
        reviews: [Review]
      }
      type Product @key(fields: "upc") {
        upc: String!
        reviews: [Review]
      }
    `,
  };
}
