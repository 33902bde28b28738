const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

/** Two subgraphs that compose, with or without each other, and one that does not compose with the first. */
export const shopSdl = {
  users: `${link}\ntype Query { user: User }\ntype User @key(fields: "id") { id: ID! name: String }\n`,
  posts: `${link}\ntype Query { posts: [Post!]! }\ntype Post { id: ID! author: User }\ntype User @key(fields: "id") { id: ID! posts: [Post!]! }\n`,
  clash: 'type Query { user: Int }\n',
} as const;
