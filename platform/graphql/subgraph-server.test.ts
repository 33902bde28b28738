import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { listen } from '#platform/http/http-server.ts';
import { createLog } from '#platform/log/log.ts';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { createTokenVerifier, type TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { createSubgraphServer } from './subgraph-server.ts';

const typeDefs = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@composeDirective", "@authenticated"])
    @link(url: "https://facturation.example/authorization/v1.0", import: ["@hasRole"])
    @composeDirective(name: "@hasRole")
  enum Role { CLERK ADMIN }
  directive @hasRole(roles: [Role!]!) on FIELD_DEFINITION | OBJECT
  type Query {
    things(first: Int, ids: [ID!]): [Thing!]! @hasRole(roles: [CLERK])
    greeting: String @authenticated
    bug: String @authenticated
    refusal: String @authenticated
  }
  type Thing @key(fields: "id") @hasRole(roles: [CLERK]) { id: ID! name: String things(first: Int): [Thing!]! }
`;
const resolvers = {
  Query: {
    things: () => [{ id: '1', name: 'one' }],
    greeting: (_: unknown, _args: object, { principal }: { principal?: { subject: string } }) =>
      `hello ${principal?.subject}`,
    bug: () => {
      throw new Error('relation "secrets" does not exist');
    },
    refusal: () => {
      throw new GraphQLError('Not so.', { extensions: { code: 'BAD_USER_INPUT' } });
    },
  },
  Thing: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `thing ${id}` }) },
};

let issuer: TestIssuer;
let verifier: TokenVerifier;
const servers: FastifyInstance[] = [];
const urls = new Map<'development' | 'production', string>();

before(async () => {
  issuer = await createTestIssuer();
  verifier = createTokenVerifier({ issuers: [issuer.trusted()] });
  for (const mode of ['development', 'production'] as const) {
    const server = await createSubgraphServer({
      schemaReader: 'ADMIN',
      typeDefs,
      resolvers,
      verifier,
      log: createLog({ name: 'test', level: 'silent' }),
      createContext: (base) => base,
      isProduction: mode === 'production',
      readiness: {},
    });
    servers.push(server);
    urls.set(mode, await listen(server, { host: '127.0.0.1', port: 0 }));
  }
});

after(async () => {
  await Promise.all(servers.map((server) => server.close()));
  verifier.close();
  await issuer.close();
});

async function ask(
  query: string,
  options: { roles?: string[]; authorization?: string; mode?: 'production'; variables?: object } = {},
) {
  const token = options.roles && (await issuer.sign({ subject: 'anna', roles: options.roles }));
  const authorization = options.authorization ?? (token === undefined ? undefined : `Bearer ${token}`);
  const response = await fetch(`${urls.get(options.mode ?? 'development')}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: JSON.stringify({ query, variables: options.variables }),
  });
  const body = (await response.json()) as {
    data?: Record<string, unknown>;
    errors?: { message: string; path?: unknown[]; extensions: { code: string } }[];
  };
  return { response, body, codes: body.errors?.map((error) => error.extensions.code) };
}

test('a caller is who the token says', async () => {
  assert.deepEqual((await ask('{ greeting }', { roles: ['USER'] })).body.data, { greeting: 'hello anna' });
});

test('no cache may keep an answer, whether data, an error or a refusal', async () => {
  for (const query of ['{ greeting }', '{ bug }', '{ unknown }']) {
    const { response } = await ask(query, { roles: ['USER'] });
    assert.equal(response.headers.get('cache-control'), 'no-store', query);
  }
});

test('without a token nothing but the schema is open', async () => {
  assert.deepEqual((await ask('{ greeting }')).codes, ['UNAUTHENTICATED']);
  assert.match(JSON.stringify((await ask('{ _service { sdl } }')).body.data), /@hasRole/);
});

test('a refused token is answered with 401 and a challenge, never taken for none', async () => {
  for (const authorization of ['Bearer nonsense', 'Basic YTpi', 'Bearer ']) {
    const { response, codes } = await ask('{ _service { sdl } }', { authorization });
    assert.equal(response.status, 401);
    assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer error="invalid_token"/);
    assert.deepEqual(codes, ['UNAUTHENTICATED']);
  }
});

const entities =
  '{ _entities(representations: [{ __typename: "Thing", id: "7" }]) { ... on Thing { name } } }';

test('entities are as protected as fields', async () => {
  assert.deepEqual((await ask(entities, { roles: ['CLERK'] })).body.data, {
    _entities: [{ name: 'thing 7' }],
  });
  assert.deepEqual((await ask(entities, { roles: ['USER'] })).codes, ['FORBIDDEN']);
  assert.deepEqual((await ask('{ things { name } }', { roles: ['USER'] })).codes, ['FORBIDDEN']);
});

test('a bug shows nothing of itself, a refusal keeps its words', async () => {
  const bug = await ask('{ bug }', { roles: ['USER'] });
  assert.deepEqual(bug.codes, ['INTERNAL_SERVER_ERROR']);
  assert.doesNotMatch(JSON.stringify(bug.body), /secrets|stack|node_modules/);
  assert.deepEqual(bug.body.errors?.[0]?.path, ['bug']);
  const refusal = await ask('{ refusal }', { roles: ['USER'] });
  assert.equal(refusal.body.errors?.[0]?.message, 'Not so.');
});

test('in production the schema is for ADMIN', async () => {
  for (const query of [
    '{ _service { sdl } }',
    '{ __schema { types { name } } }',
    '{ __type(name: "Thing") { name } }',
  ]) {
    assert.deepEqual((await ask(query, { mode: 'production', roles: ['CLERK'] })).codes, [
      'INTROSPECTION_DISABLED',
    ]);
    assert.equal((await ask(query, { mode: 'production', roles: ['ADMIN'] })).codes, undefined);
  }
  const typo = await ask('{ greetin }', { mode: 'production', roles: ['CLERK'] });
  assert.doesNotMatch(JSON.stringify(typo.body), /Did you mean/);
});

const representations = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { name } } }';

test('a representation of no known type is its own error, and leaves the others', async () => {
  const r = [
    { __typename: 'Thing', id: '7' },
    { id: '7' },
    { __typename: 'Nothing' },
    { __typename: 'Query' },
    5,
  ];
  const { body } = await ask(representations, { roles: ['CLERK'], variables: { r } });
  assert.deepEqual(body.data, { _entities: [{ name: 'thing 7' }, null, null, null, null] });
  assert.deepEqual(
    body.errors?.map(({ path, extensions }) => [path, extensions.code]),
    [1, 2, 3, 4].map((index) => [['_entities', index], 'BAD_USER_INPUT']),
  );
  assert.match(
    body.errors?.[0]?.message ?? '',
    /^Representation 1: `__typename` must be an entity.* missing/,
  );
});

const nested = (depth: number) => `${'{ things(first: 100) '.repeat(depth)} { id } ${'}'.repeat(depth)}`;
const attacks: { limit: string; query: string; variables?: object }[] = [
  { limit: 'MAX_COST_LIMIT', query: nested(3) },
  {
    limit: 'MAX_COST_LIMIT',
    query:
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { things(first: 100) { id } } } }',
    variables: { r: Array.from({ length: 2_000 }, () => ({ __typename: 'Thing', id: '1' })) },
  },
  {
    limit: 'MAX_VARIABLE_LIST_LENGTH_LIMIT',
    query: representations,
    variables: { r: Array.from({ length: 10_001 }, () => 1) },
  },
  {
    limit: 'MAX_VARIABLE_TEXT_LENGTH_LIMIT',
    query: representations,
    variables: { r: [{ __typename: 'x'.repeat(100_001) }] },
  },
  {
    limit: 'MAX_VARIABLE_DEPTH_LIMIT',
    query: representations,
    variables: { r: JSON.parse(`${'['.repeat(30)}${']'.repeat(30)}`) as object },
  },
  { limit: 'MAX_DEPTH_LIMIT', query: nested(26) },
  {
    limit: 'MAX_ALIASES_LIMIT',
    query: `{ things { ${Array.from({ length: 201 }, (_, n) => `a${n}: id`).join(' ')} } }`,
  },
  { limit: 'MAX_DIRECTIVES_LIMIT', query: `{ greeting ${'@include(if: true) '.repeat(51)} }` },
  { limit: 'MAX_TOKENS_LIMIT', query: `{ ${'greeting '.repeat(15_000)} }` },
  { limit: 'MAX_NESTING_LIMIT', query: `{ things(ids: ${'['.repeat(60)}${']'.repeat(60)}) { id } }` },
  { limit: 'MAX_DOCUMENT_LENGTH_LIMIT', query: `{ greeting } # ${'x'.repeat(200_000)}` },
];

for (const { limit, query, variables = {} } of attacks) {
  test(`${limit} holds at a subgraph, with a token and without: ${query.slice(0, 40)}`, async () => {
    for (const roles of [['CLERK'], undefined]) {
      const { response, body, codes } = await ask(query, { variables, ...(roles && { roles }) });
      assert.equal(response.status, 400);
      assert.ok(codes?.includes(limit), JSON.stringify(body).slice(0, 500));
      const error = body.errors?.find(({ extensions }) => extensions.code === limit);
      assert.match(error?.message ?? '', /\d+ .*; at most \d+ are allowed\.$/);
    }
  });
}

test('wrong variables have few errors, and none repeats a value', async () => {
  const query = 'query ($ids: [ID!]) { things(ids: $ids) { id } }';
  const ids = Array.from({ length: 5_000 }, () => ({ secret: 'x'.repeat(50) }));
  const { response, body, codes } = await ask(query, { roles: ['CLERK'], variables: { ids } });
  assert.equal(response.status, 400);
  assert.deepEqual(
    codes,
    Array.from({ length: 5 }, () => 'BAD_USER_INPUT'),
  );
  assert.doesNotMatch(JSON.stringify(body), /xxx/);
});

test('an operation of a type that the subgraph has not is invalid', async () => {
  for (const type of ['mutation', 'subscription']) {
    const { response, body, codes } = await ask(`${type} { anything { at all } }`, { roles: ['CLERK'] });
    assert.equal(response.status, 400);
    assert.deepEqual(codes, ['GRAPHQL_VALIDATION_FAILED']);
    assert.equal(body.errors?.[0]?.message, `There are no operations of type ${type} here.`);
  }
});

test('an operation that is not there is named', async () => {
  const response = await fetch(`${urls.get('development')}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'query A { greeting }', operationName: 'B' }),
  });
  assert.equal(response.status, 400);
  assert.match(await response.text(), /Unknown operation named \\"B\\"\..*OPERATION_RESOLUTION_FAILURE/);
});
