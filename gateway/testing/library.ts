import { createLibraryFeeds, type LibraryFeeds } from './library-feeds.ts';
import { startTestSubgraph, type TestSubgraph } from './test-subgraph.ts';

const federationLink = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.12"
      import: ["@key", "@composeDirective", "@authenticated", "@requiresScopes", "@policy"]
    )
    @link(url: "https://library.example/rules/v1.0", import: ["@hasRole"])
    @link(url: "https://library.example/delivery/v1.0", import: ["@delivery"])
    @composeDirective(name: "@hasRole")
    @composeDirective(name: "@delivery")
  directive @delivery(mode: Delivery!, resumeAfter: String, cursor: String) on FIELD_DEFINITION
  enum Delivery { EVERY NEWEST }
  directive @hasRole(roles: [Role!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum Role { ADMIN LIBRARIAN }
`;

const booksSdl = /* GraphQL */ `
  ${federationLink}
  type Query {
    hello: String!
    echo(text: String!, times: Int = 1): String
    books: [Book!]!
    shelf: [Item]
    find(filter: Filter, filters: [Filter!], sizes: [Int!]): [Book!]
    slow: String
    broken: String
    refused: String
    rare: Book @requiresScopes(scopes: [["rare", "read"], ["all"]])
    vault: Book @policy(policies: [["vault"]])
  }
  type Mutation { lend(isbn: ID!): Book @hasRole(roles: [LIBRARIAN]) touch: Int! }
  input Filter { title: String sizes: [Int!] within: Filter }
  interface Item { title: String }
  type Book implements Item @key(fields: "isbn") {
    isbn: ID!
    title: String
    price: Int! @hasRole(roles: [LIBRARIAN])
    author: Author
  }
  type Film implements Item { title: String minutes: Int @hasRole(roles: [LIBRARIAN]) }
  type Author @key(fields: "id") { id: ID! }
  type Subscription {
    lent(after: ID, from: Int): Lending @delivery(mode: EVERY, resumeAfter: "after", cursor: "cursor")
    returned: Lending
    visitors: Visitors @delivery(mode: NEWEST)
    till: Int @hasRole(roles: [LIBRARIAN])
    alarm: Int @policy(policies: [["vault"]])
  }
  type Lending { cursor: ID! number: Int! book: Book! fee: Int @hasRole(roles: [LIBRARIAN]) }
  type Visitors { count: Int! oldest: Author names: String @policy(policies: [["vault"]]) }
`;

const peopleSdl = /* GraphQL */ `
  ${federationLink}
  type Query { me: Author @authenticated authors: [Author!] }
  type Author @key(fields: "id") {
    id: ID!
    name: String!
    email: String @hasRole(roles: [ADMIN, LIBRARIAN])
  }
`;

const books = [
  { __typename: 'Book', isbn: '1', title: 'Dune', price: 9, author: { id: 'a' } },
  { __typename: 'Book', isbn: '2', title: 'Solaris', price: 7, author: { id: 'b' } },
];

/** A gate that a test may close and open. */
interface Gate {
  /** Resolves once somebody waits at the gate. */
  readonly reached: Promise<void>;
  open(): void;
}

export interface Library {
  /** The sources of its subscriptions. */
  readonly feeds: LibraryFeeds;
  readonly books: TestSubgraph;
  readonly people: TestSubgraph;
  /** Holds the next answers of `slow` back. */
  closeGate(): Gate;
  close(): Promise<void>;
}

/** Starts two subgraphs, `books` and `people`, with rules of every kind. */
export async function startLibrary(): Promise<Library> {
  let gate: { reached: PromiseWithResolvers<void>; opened: PromiseWithResolvers<void> } | undefined;
  let touches = 0;
  const feeds = createLibraryFeeds(books);
  const bookGraph = await startTestSubgraph({
    name: 'books',
    typeDefs: booksSdl,
    resolvers: {
      Query: {
        hello: () => 'world',
        echo: (_: unknown, { text, times }: { text: string; times: number }) => text.repeat(times),
        books: () => books,
        find: () => books,
        shelf: () => [...books, { __typename: 'Film', title: 'Stalker', minutes: 163 }],
        slow: async () => {
          gate?.reached.resolve();
          await gate?.opened.promise;
          return 'done';
        },
        broken: () => {
          throw new Error('select password from users; postgres://root:hunter2@db');
        },
        refused: () => {
          throw Object.assign(new Error('Not on Sundays.'), {
            extensions: { code: 'CLOSED', sql: 'select 1' },
          });
        },
        rare: () => books[0],
        vault: () => books[0],
      },
      Subscription: feeds.resolvers,
      Mutation: { lend: () => books[0], touch: () => ++touches },
      Book: { __resolveReference: ({ isbn }: { isbn: string }) => books.find((book) => book.isbn === isbn) },
    },
  });
  const peopleGraph = await startTestSubgraph({
    name: 'people',
    typeDefs: peopleSdl,
    resolvers: {
      Query: { me: () => person('a'), authors: () => [person('a'), person('b')] },
      Author: { __resolveReference: ({ id }: { id: string }) => person(id) },
    },
  });
  return {
    feeds,
    books: bookGraph,
    people: peopleGraph,
    closeGate() {
      const opened = { reached: Promise.withResolvers<void>(), opened: Promise.withResolvers<void>() };
      gate = opened;
      return { reached: opened.reached.promise, open: () => opened.opened.resolve() };
    },
    async close() {
      await Promise.all([bookGraph.close(), peopleGraph.close()]);
    },
  };
}

function person(id: string) {
  return { id, name: `Author ${id}`, email: `${id}@example.com` };
}
