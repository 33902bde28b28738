import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Client } from 'graphql-ws';
import { listen } from '#platform/http/http-server.ts';
import { createLog } from '#platform/log/log.ts';
import { createTestIssuer, type TestIssuer, type TestTokenOptions } from '#platform/testing/test-issuer.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createWebSocketClient, openRawSocket } from '#platform/testing/websocket-client.ts';
import { createTokenVerifier, type TokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { SubgraphContext } from './subgraph-context.ts';
import { createSubgraphServer } from './subgraph-server.ts';

const typeDefs = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@composeDirective", "@authenticated"])
    @link(url: "https://facturation.example/authorization/v1.0", import: ["@hasRole"])
    @composeDirective(name: "@hasRole")
  enum Role { CLERK ADMIN }
  directive @hasRole(roles: [Role!]!) on FIELD_DEFINITION | OBJECT
  type Query { greeting: String @authenticated }
  type Mutation { shout(what: String!): String @authenticated }
  type Subscription {
    counted(upTo: Int!): Count @authenticated
    forClerks: Count @hasRole(roles: [CLERK])
    silence: Count @authenticated
    awaited: Count @authenticated
    refused: Count @authenticated
    failing: Count @authenticated
    breaking: Count @authenticated
  }
  type Count { number: Int! context: Int! secret: String @hasRole(roles: [CLERK]) bug: String }
`;

interface Context extends SubgraphContext {
  readonly number: number;
}

let contexts = 0;
let silenceEnded = 0;
let server: FastifyInstance;
let issuer: TestIssuer;
let verifier: TokenVerifier;
let url: string;
let address: string;

async function* count(upTo: number) {
  for (let number = 1; number <= upTo; number += 1) yield { number };
}

async function* failAfterOne(error: Error) {
  yield { number: 1 };
  throw error;
}

let tell = () => {};

async function* giveWhenTold() {
  yield { number: 1 };
  await new Promise<void>((resolve) => {
    tell = resolve;
  });
  yield { number: 2 };
}

/** Gives one event and then nothing until its subscription is over. */
async function* giveOne({ signal }: Context) {
  yield { number: 1 };
  await new Promise((resolve) => signal?.addEventListener('abort', resolve));
  silenceEnded += 1;
}

function subscriptionTo(subscribe: (args: { upTo: number }, context: Context) => AsyncIterable<unknown>) {
  return {
    subscribe: (_root: unknown, args: { upTo: number }, context: Context) => subscribe(args, context),
    resolve: (event: unknown) => event,
  };
}

const resolvers = {
  Query: { greeting: (_: unknown, _args: object, { principal }: Context) => `hello ${principal?.subject}` },
  Mutation: { shout: (_: unknown, { what }: { what: string }) => what.toUpperCase() },
  Subscription: {
    counted: subscriptionTo(({ upTo }) => count(upTo)),
    forClerks: subscriptionTo(() => count(1)),
    silence: subscriptionTo((_args, context) => giveOne(context)),
    awaited: subscriptionTo(giveWhenTold),
    refused: subscriptionTo(() => {
      throw new GraphQLError('That cursor is too old.', { extensions: { code: 'CURSOR_EXPIRED' } });
    }),
    failing: subscriptionTo(() =>
      failAfterOne(new GraphQLError('Too slow.', { extensions: { code: 'CURSOR_EXPIRED' } })),
    ),
    breaking: subscriptionTo(() => failAfterOne(new Error('relation "secrets" does not exist'))),
  },
  Count: {
    context: (_: unknown, _args: object, context: Context) => context.number,
    secret: () => 'for clerks',
    bug: () => {
      throw new Error('relation "secrets" does not exist');
    },
  },
};

before(async () => {
  issuer = await createTestIssuer();
  verifier = createTokenVerifier({ issuers: [issuer.trusted()] });
  server = await createSubgraphServer<Context>({
    schemaReader: 'ADMIN',
    typeDefs,
    resolvers,
    verifier,
    log: createLog({ name: 'test', level: 'silent' }),
    createContext: (base) => {
      contexts += 1;
      return { ...base, number: contexts };
    },
    isProduction: true,
    readiness: {},
  });
  address = await listen(server, { host: '127.0.0.1', port: 0 });
  url = `${address.replace('http', 'ws')}/graphql`;
});

beforeEach(() => {
  contexts = 0;
  silenceEnded = 0;
});

after(async () => {
  await server.close();
  verifier.close();
  await issuer.close();
});

async function connect(token: TestTokenOptions = {}): Promise<Client> {
  const authorization = `Bearer ${await issuer.sign({ subject: 'anna', ...token })}`;
  return createWebSocketClient(url, { connectionParams: { authorization } });
}

async function ask(query: string, token: TestTokenOptions = {}, variables: Record<string, unknown> = {}) {
  const client = await connect(token);
  try {
    const results = [];
    for await (const result of client.iterate({ query, variables })) results.push(result);
    return results;
  } finally {
    await client.dispose();
  }
}

/** The codes of the errors for which an operation is refused. */
function codesOf(error: unknown): unknown[] | undefined {
  return Array.isArray(error) ? error.map((each: GraphQLError) => each.extensions['code']) : undefined;
}

async function assertRefused(query: string, codes: string[], token: TestTokenOptions = {}, variables = {}) {
  await assert.rejects(ask(query, token, variables), (error) => {
    assert.deepEqual(codesOf(error), codes);
    return true;
  });
}

test('a subscription gives its events in order, each with a context of its own', async () => {
  const results = await ask('subscription { counted(upTo: 3) { number context again: context } }');
  assert.deepEqual(results, [
    { data: { counted: { number: 1, context: 2, again: 2 } } },
    { data: { counted: { number: 2, context: 3, again: 3 } } },
    { data: { counted: { number: 3, context: 4, again: 4 } } },
  ]);
});

test('queries and mutations are answered as by HTTP', async () => {
  assert.deepEqual(await ask('{ greeting }'), [{ data: { greeting: 'hello anna' } }]);
  const shout = 'mutation Shout($what: String!) { shout(what: $what) }';
  assert.deepEqual(await ask(shout, {}, { what: 'a' }), [{ data: { shout: 'A' } }]);
  await assertRefused('{ nothing }', ['GRAPHQL_VALIDATION_FAILED']);
  await assertRefused('{ greeting', ['GRAPHQL_PARSE_FAILED']);
  await assertRefused('{ __schema { description } }', ['INTROSPECTION_DISABLED']);
});

test('by HTTP a subscription is refused with the way to ask, and an anonymous caller learns no more', async () => {
  const authorization = `Bearer ${await issuer.sign({ subject: 'anna' })}`;
  for (const headers of [{ authorization }, {}]) {
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: 'subscription { counted(upTo: 1) { number } }' }),
    });
    const { errors } = (await response.json()) as { errors: { message: string; extensions: object }[] };
    assert.equal(response.status, 406);
    assert.deepEqual(errors[0]?.extensions, { code: 'SUBSCRIPTION_NEEDS_STREAM' });
    assert.match(errors[0]?.message ?? '', /by WebSocket \(graphql-transport-ws\)/);
  }
});

test('the rules hold for the subscription and for the fields of each event', async () => {
  await assertRefused('subscription { forClerks { number } }', ['FORBIDDEN'], { roles: ['USER'] });
  assert.equal((await ask('subscription { forClerks { number } }', { roles: ['CLERK'] })).length, 1);
  const [result] = await ask('subscription { counted(upTo: 1) { secret } }', { roles: ['USER'] });
  assert.equal(result?.errors?.[0]?.extensions?.['code'], 'FORBIDDEN');
  const anonymous = createWebSocketClient(url);
  await assert.rejects(
    anonymous.iterate({ query: 'subscription { counted(upTo: 1) { number } }' }).next(),
    (error) => codesOf(error)?.[0] === 'UNAUTHENTICATED',
  );
  await anonymous.dispose();
});

test('what is wrong with a subscription is said with a code, and nothing of the schema', async () => {
  await assertRefused('subscription { counted(upTo: 1) { numbr } }', ['GRAPHQL_VALIDATION_FAILED']);
  await assert.rejects(ask('subscription { counted(upTo: 1) { numbr } }'), (error) => {
    assert.doesNotMatch(JSON.stringify(error), /Did you mean/);
    return true;
  });
  const query = 'subscription Count($upTo: Int!) { counted(upTo: $upTo) { number } }';
  await assertRefused(query, ['BAD_USER_INPUT'], {}, { upTo: 'many' });
  await assertRefused('subscription { refused { number } }', ['CURSOR_EXPIRED']);
  await assert.rejects(
    ask('subscription { __schema { description } }'),
    (error) => codesOf(error)?.[0] === 'GRAPHQL_VALIDATION_FAILED',
  );
});

test('a source that fails ends with its error, or with an id to find it by', async () => {
  const [first, last, ...more] = await ask('subscription { failing { number } }');
  assert.deepEqual(first, { data: { failing: { number: 1 } } });
  assert.equal(last?.errors?.[0]?.extensions?.['code'], 'CURSOR_EXPIRED');
  assert.equal(last?.data, undefined);
  assert.deepEqual(more, []);
  for (const query of ['subscription { breaking { number } }', 'subscription { counted(upTo: 1) { bug } }']) {
    const results = await ask(query);
    assert.match(JSON.stringify(results), /INTERNAL_SERVER_ERROR/);
    assert.doesNotMatch(JSON.stringify(results), /secrets/);
  }
});

test('a refused token is never taken for none', async () => {
  for (const [authorization, code] of [
    ['Bearer nonsense', 4401],
    ['Basic YTpi', 4401],
    [`Bearer ${await issuer.sign({ expiresIn: -60 })}`, 4403],
  ] as const) {
    const socket = await openRawSocket(url);
    socket.send({ type: 'connection_init', payload: { authorization } });
    assert.equal((await socket.closed()).code, code);
  }
});

test('a connection whose provider cannot be reached may try again', async () => {
  const away = await createTestIssuer({ path: '/realms/away' });
  const strict = createTokenVerifier({ issuers: [away.trusted()] });
  const token = await away.sign();
  await away.close();
  const other = await createSubgraphServer<Context>({
    schemaReader: 'ADMIN',
    typeDefs,
    resolvers,
    verifier: strict,
    log: createLog({ name: 'test', level: 'silent' }),
    createContext: (base) => ({ ...base, number: 0 }),
    isProduction: true,
    readiness: {},
  });
  const socket = await openRawSocket(
    `${(await listen(other, { host: '127.0.0.1', port: 0 })).replace('http', 'ws')}/graphql`,
  );
  socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  assert.equal((await socket.closed()).code, 1013);
  await other.close();
  strict.close();
});

test('when the token expires the connection closes with a code of its own, and sources end', async () => {
  const client = await connect({ expiresIn: 2 });
  const results = client.iterate({ query: 'subscription { silence { number } }' });
  assert.deepEqual((await results.next()).value, { data: { silence: { number: 1 } } });
  await assert.rejects(results.next(), (error) => {
    const { code, reason } = error as CloseEvent;
    assert.deepEqual({ code, reason }, { code: 4403, reason: 'Token expired' });
    return true;
  });
  await waitFor('the source to end', () => silenceEnded === 1);
  await client.dispose();
});

test('an event that comes before the timer of a token that has expired closes the connection as the timer would', async () => {
  const expiresAtMs = (Math.floor(Date.now() / 1_000) + 2) * 1_000;
  const client = await connect({ claims: { exp: expiresAtMs / 1_000 } });
  const results = client.iterate({ query: 'subscription { awaited { number } }' });
  assert.deepEqual((await results.next()).value, { data: { awaited: { number: 1 } } });
  await waitFor('the token to be about to expire', () => Date.now() > expiresAtMs - 50);
  // No timer runs meanwhile.
  while (Date.now() < expiresAtMs);
  tell();
  await assert.rejects(results.next(), (error) => (error as CloseEvent).code === 4403);
  await client.dispose();
});

test('a source ends when its subscriber leaves, though it waits', async () => {
  const client = await connect();
  const results = client.iterate({ query: 'subscription { silence { number } }' });
  await results.next();
  await results.return?.();
  await waitFor('the source to end', () => silenceEnded === 1);
  await client.dispose();
});

test('pages of browsers are not let in, and the figures tell of it', async () => {
  await assert.rejects(openRawSocket(url, { headers: { origin: 'https://app.example' } }), /403/);
  const figures = await (await fetch(`${address}/metrics`)).text();
  assert.match(figures, /websocket_refused_total\{status="403"\} 1/);
  assert.match(figures, /websocket_operations 0/);
  assert.match(figures, /websocket_closed_total\{code="4403",by="server"\} [1-9]/);
});
