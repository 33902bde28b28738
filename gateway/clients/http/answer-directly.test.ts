import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { after, before, describe, mock, test } from 'node:test';
import { ApolloServer } from '@apollo/server';
import { GraphQLError, parse } from 'graphql';
import { createLog } from '#platform/log/log.ts';
import { JsonText } from '../../graph/executor/response/json-text.ts';
import type { FederatedGraph } from '../../graph/graph.ts';
import type { AdmissionCheck } from '../../operation/admission-check.ts';
import type { GraphQLAnswer } from '../../operation/graphql-answer.ts';
import { createPersistedQueries } from '../../operation/persisted-queries.ts';
import { refuseForNow } from '../../operation/refusal.ts';
import { documentFromSeed } from '../../testing/document-from-seed.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';
import { createDirectPath } from './answer-directly.ts';
import { findOrdinaryRequest } from './ordinary-request.ts';

/** Refuses for now, or fails, when the name of an operation says so. */
const check: AdmissionCheck = {
  beforeReading({ parameters: { operationName } }) {
    if (operationName === 'TooMany') return refuseForNow('TOO_MANY_OPERATIONS', 'Ask again later.', 2.5);
    if (operationName === 'Failing') throw new Error('The check has a bug.');
    return undefined;
  },
};

let gateway: TestGateway;
let closed: TestGateway;
const byApollo = mock.method(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
before(async () => {
  [gateway, closed] = await Promise.all([
    startTestGateway({ CORS_ORIGINS: 'https://page.test' }, { checks: [() => check] }),
    startTestGateway(
      { INTROSPECTION: 'roles', EXPOSE_SUBGRAPH_ERRORS: 'false', AUTHORIZATION_ERRORS: 'extensions' },
      { checks: [() => check] },
    ),
  ]);
});
after(async () => {
  byApollo.mock.restore();
  await Promise.all([gateway.close(), closed.close()]);
});

type Headers = Readonly<Record<string, string>>;

interface Sent {
  readonly body: unknown;
  readonly headers?: Headers;
  /** True if Apollo Server answers it in either form. */
  readonly isOdd?: boolean;
}

interface Received {
  readonly status: number | undefined;
  /** Names and values as they came, without the date. */
  readonly headers: readonly string[];
  readonly body: string;
  readonly isByApollo: boolean;
}

/** The same type of a body in two forms, of which the direct path takes the first alone. */
const directType = 'application/json';
const otherType = 'application/json; charset="utf-8"';

async function send(url: string, { body, headers }: Sent, type: string): Promise<Received> {
  const callsBefore = byApollo.mock.callCount();
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { promise, resolve, reject } = Promise.withResolvers<Omit<Received, 'isByApollo'>>();
  const sent = request(url, { method: 'POST', headers: { 'content-type': type, ...headers } }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('error', reject);
    answer.on('end', () => {
      const { rawHeaders, statusCode } = answer;
      const at = rawHeaders.indexOf('Date');
      resolve({
        status: statusCode,
        // Each request leaves less of a limit, for a shorter time.
        headers: rawHeaders.toSpliced(at, at < 0 ? 0 : 2).map((text) => text.replaceAll(/;r=\d+;t=\d+/g, '')),
        // Each request has an id of its own.
        body: Buffer.concat(chunks)
          .toString()
          .replaceAll(/"requestId":"[\da-f-]{36}"/g, '"requestId":"…"'),
      });
    });
  });
  sent.setTimeout(60_000, () => sent.destroy(new Error('There was no answer within 60 s.')));
  sent.on('error', reject);
  sent.end(text);
  return { ...(await promise), isByApollo: byApollo.mock.callCount() > callsBefore };
}

async function compare(sent: Sent, { url } = gateway): Promise<Received> {
  const direct = await send(url, sent, directType);
  const other = await send(url, sent, otherType);
  const told = JSON.stringify(sent).slice(0, 500);
  assert.deepEqual({ ...direct, isByApollo: true }, { ...other, isByApollo: true }, told);
  return direct;
}

/** Compares the answers, and tells that the paths were what they are meant to be. */
async function compareOrdinary(sent: Sent, of = gateway): Promise<Received> {
  const received = await compare(sent, of);
  assert.equal(received.isByApollo, sent.isOdd ?? false, JSON.stringify(sent).slice(0, 500));
  return received;
}

const toHash = (text: string) => createHash('sha256').update(text).digest('hex');
const toPersisted = (sha256Hash: unknown, version: unknown = 1) => ({
  persistedQuery: { version, sha256Hash },
});

const acceptHeaders = [
  undefined,
  '*/*',
  'application/json',
  'application/json, text/plain, */*',
  'application/json, application/graphql-response+json',
  'application/graphql-response+json',
  'application/graphql-response+json, application/json',
  'application/graphql-response+json,application/json;q=0.9',
  'application/graphql-response+json, application/json;q=0.9',
];
const oddAcceptHeaders = [
  '',
  'text/html',
  'application/xml',
  'application/*',
  'application/json;q=0',
  'application/json;q=0.5, application/graphql-response+json;q=0.6',
  'APPLICATION/JSON',
  'application/json; charset=utf-8',
  'application/json; charset=latin1',
  'multipart/mixed',
  'multipart/mixed; incrementalSpec=v0.2',
  'application/json; callbackSpec=1.0',
  'nonsense',
  ',',
];

const bodies: Readonly<Record<string, unknown>> = {
  'a query': { query: '{ hello }' },
  'a query of two subgraphs': { query: '{ books { title author { name } } }' },
  'a query for abstract types': { query: '{ shelf { __typename title ... on Film { length: title } } }' },
  'a query whose parts are cut': { query: '{ books { title price author { name email } } me { id } }' },
  'a query of which nothing is left': { query: '{ me { id } }' },
  'reserved names': { query: '{ books { __typename__0: title isbn: title } }' },
  'a directive': {
    query: 'query ($no: Boolean!) { hello @skip(if: $no) x: hello }',
    variables: { no: true },
  },
  'a mutation that is cut': { query: 'mutation { lend(isbn: 1) { title } }' },
  'a subscription': { query: 'subscription { visitors { count } }' },
  'a subscription with a wrong field': { query: 'subscription { nothing }' },
  introspection: { query: '{ __schema { queryType { name } } __type(name: "Book") { name } }' },
  'a type name': { query: '{ __typename }' },
  'an error of a subgraph': { query: '{ hello broken }' },
  'an error for clients': { query: '{ refused hello }' },
  'a syntax error': { query: '{ hello' },
  'a validation error': { query: '{ helo books { titel } }' },
  'no operation': { query: 'fragment A on Book { title }' },
  'an operation by name': { query: 'query A { hello } query B { a: hello }', operationName: 'B' },
  'an operation without its name': { query: 'query A { hello } query B { a: hello }' },
  'an unknown operation': { query: 'query A { hello }', operationName: 'C' },
  'an empty name': { query: '{ hello }', operationName: '' },
  'a long name': { query: 'query A { hello }', operationName: 'x'.repeat(100_000) },
  nulls: { query: '{ hello }', operationName: null, variables: null, extensions: null },
  'variables that are missing': { query: 'query ($t: String!) { echo(text: $t) }' },
  'variables that do not fit': { query: 'query ($t: String!) { echo(text: $t) }', variables: { t: 1 } },
  'variables that fit': { query: 'query ($t: String!) { echo(text: $t) }', variables: { t: 'é\u2028"\\' } },
  'variables that are not declared': { query: '{ hello }', variables: { other: { deep: [1] } } },
  'a variable of an odd name': { query: '{ hello }', variables: JSON.parse('{"constructor":{},"x":1}') },
  'a list too long': { query: '{ hello }', variables: { list: Array.from({ length: 1_001 }, () => 1) } },
  'a document too long': { query: `{ hello } #${'x'.repeat(200_001)}` },
  'aliases too many': { query: `{ ${Array.from({ length: 40 }, (_, at) => `a${at}: hello`).join(' ')} }` },
  'levels too many': { query: `{ a${'{ a '.repeat(60)}${'}'.repeat(61)}` },
  'other members': { query: '{ hello }', id: 1, doc: 'x' },
  'an identifier beside a document': { query: '{ hello }', documentId: 'x' },
  'parts that may come later': { query: '{ books { title ... @defer { author { name } } } }' },
  'extensions of its own': { query: '{ hello }', extensions: { clientLibrary: { name: 'x' } } },
  'a persisted query of null': { query: '{ hello }', extensions: { persistedQuery: null } },
  'a refusal for now': { query: 'query TooMany { hello }', operationName: 'TooMany' },
  'a check that fails': { query: 'query Failing { hello }', operationName: 'Failing' },
};

const oddBodies: Readonly<Record<string, unknown>> = {
  'no query': {},
  'an empty query': { query: '' },
  'a query of null': { query: null },
  'a query that is a number': { query: 1 },
  'a query that is a document': { query: { kind: 'Document', definitions: [] } },
  'a name that is a number': { query: '{ hello }', operationName: 1 },
  'variables as text': { query: '{ hello }', variables: '{}' },
  'variables as a list': { query: '{ hello }', variables: [] },
  'variables as a number': { query: '{ hello }', variables: 0 },
  'extensions as text': { query: '{ hello }', extensions: '{}' },
  'extensions as a list': { query: '{ hello }', extensions: [1] },
  'a batch': [{ query: '{ hello }' }],
  'an empty list': [],
  'a number': 1,
  'a text': '"x"',
  'a persisted query that is not known': { extensions: toPersisted(toHash('{ never: hello }')) },
  'a persisted query of another version': { query: '{ hello }', extensions: toPersisted('x', 2) },
  'a persisted query with the hash of another text': {
    query: '{ hello }',
    extensions: toPersisted(toHash('{ a: hello }')),
  },
  'a persisted query that is a number': { query: '{ hello }', extensions: { persistedQuery: 1 } },
  'a persisted query that is false': { query: '{ hello }', extensions: { persistedQuery: false } },
  'a persisted query without a hash': { query: '{ hello }', extensions: { persistedQuery: { version: 1 } } },
  'a hash that is a number': { extensions: toPersisted(1) },
  'a document by an identifier that is not known': { documentId: `sha256:${toHash('{ never: hello }')}` },
  'an identifier beside extensions that are none': { documentId: toHash('{ hello }'), extensions: 5 },
  'an identifier beside a list of extensions': { documentId: toHash('{ hello }'), extensions: [] },
  'an empty text with a hash': { query: '', extensions: toPersisted(toHash('{ hello }')) },
};

/** Fastify refuses them before anything of GraphQL looks at them. */
const brokenBodies = ['', '{', '{"query":"{ hello }"', 'null', 'true', '{"__proto__":{"query":"{ hello }"}}'];

describe('the direct path answers as Apollo Server', () => {
  for (const [name, body] of Object.entries(bodies)) {
    test(`${name}, to every type of answer that it knows`, async () => {
      for (const accept of acceptHeaders) await compareOrdinary({ body, headers: accept ? { accept } : {} });
    });
  }

  test('anything, where names and errors are kept from callers', async () => {
    for (const body of Object.values(bodies)) await compareOrdinary({ body }, closed);
  });

  test('callers with rights, and such as are refused', async () => {
    const tokens = await Promise.all([
      gateway.issuer.sign({ roles: ['LIBRARIAN'] }),
      gateway.issuer.sign({ roles: ['ADMIN'], scopes: ['rare', 'read'] }),
    ]);
    for (const token of tokens)
      for (const body of Object.values(bodies))
        await compareOrdinary({ body, headers: { authorization: `Bearer ${token}` } });
    const expired = await gateway.issuer.sign({ expiresIn: -100 });
    for (const authorization of [`Bearer ${expired}`, 'Bearer nonsense', 'Basic eDp5', 'Bearer'])
      assert.equal((await compare({ body: { query: '{ hello }' }, headers: { authorization } })).status, 401);
  });

  test('a mutation that is run', async () => {
    const token = await gateway.issuer.sign({ roles: ['LIBRARIAN'] });
    const body = { query: 'mutation { lend(isbn: 1) { title price } }' };
    const { body: text } = await compareOrdinary({ body, headers: { authorization: `Bearer ${token}` } });
    assert.equal(text, '{"data":{"lend":{"title":"Dune","price":9}}}\n');
  });

  test('a persisted query, once it is known', async () => {
    for (const [index, query] of ['{ hello }', '{ books { title price } }', '{ nothing }'].entries()) {
      const extensions = toPersisted(toHash(query));
      // It is kept only if it is valid.
      const isOdd = index === 2;
      await compareOrdinary({ body: { extensions, query }, isOdd: true });
      await compareOrdinary({ body: { extensions }, isOdd });
      await compareOrdinary({ body: { extensions, query: null, variables: { a: 1 } }, isOdd });
      await compareOrdinary({ body: { documentId: `sha256:${toHash(query)}` }, isOdd });
    }
  });

  test('pages of other origins, and of those that may call', async () => {
    for (const origin of ['https://page.test', 'https://other.test', 'null'])
      await compareOrdinary({ body: { query: '{ hello }' }, headers: { origin } });
  });

  test('whatever else a client says of itself', async () => {
    const others: readonly Headers[] = [
      { 'apollographql-client-name': 'tests', 'apollographql-client-version': '1' },
      { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
      { 'apollo-require-preflight': '1', 'x-apollo-operation-name': 'x' },
      { cookie: 'session=none' },
      { connection: 'close' },
      { 'accept-encoding': 'gzip, br' },
      { 'if-none-match': '*', range: 'bytes=0-1' },
      { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-host': 'a.test', 'x-forwarded-proto': 'https' },
    ];
    for (const headers of others) await compareOrdinary({ body: { query: '{ hello broken }' }, headers });
  });

  test('random documents', async () => {
    for (let seed = 0; seed < 100; seed += 1)
      await compare({ body: { query: documentFromSeed(seed), variables: { yes: seed % 2 === 0 } } });
  });
});

describe('Apollo Server answers', () => {
  for (const [name, body] of Object.entries(oddBodies)) {
    test(`a body that is odd: ${name}`, async () => {
      for (const accept of [undefined, 'application/graphql-response+json'])
        await compareOrdinary({ body, isOdd: true, headers: accept ? { accept } : {} });
    });
  }

  test('clients that want other types of answers', async () => {
    for (const accept of oddAcceptHeaders)
      for (const body of [bodies['a query'], bodies['a validation error'], bodies['a subscription']])
        await compareOrdinary({ body, headers: { accept }, isOdd: true });
  });

  test('a request without the name of a host, as HTTP/1.0 allows', async () => {
    const parts = { method: 'POST', body: { query: '{ hello }' }, headers: { 'content-type': directType } };
    const persisted = { find: () => undefined };
    assert.equal(findOrdinaryRequest(parts, persisted), undefined);
    const named = { ...parts, headers: { ...parts.headers, host: 'a.test' } };
    assert.ok(findOrdinaryRequest(named, persisted));
    assert.equal(findOrdinaryRequest({ ...named, method: 'GET' }, persisted), undefined);
  });
});

test('a body that is not JSON is refused in the same way, whatever its type is called', async () => {
  for (const body of brokenBodies) {
    const { isByApollo: _path, ...received } = await compare({ body });
    assert.equal(received.status, 400, body);
  }
});

/** Sends a query over a direct path that has nothing but one answer. */
function askForOne(given: GraphQLAnswer) {
  // Nothing looks at the graph, as neither of the two that would is the real one.
  const graph = {} as FederatedGraph;
  const document = parse('{ a }');
  const answerDirectly = createDirectPath({
    graphs: { current: graph },
    admit: async () => ({
      kind: 'admitted',
      graph,
      document,
      deferring: undefined,
      type: 'query',
      operationName: undefined,
      variables: {},
    }),
    answer: async () => given,
    persistedQueries: createPersistedQueries(),
    log: createLog({ name: 'test', level: 'silent' }),
  });
  return answerDirectly(
    {
      method: 'POST',
      headers: { host: 'a.test', 'content-type': directType },
      body: { query: '{ a }' },
    },
    () => ({
      caller: { principal: undefined, token: undefined },
      client: { name: '', version: '' },
      requestId: 'test',
      subgraphHeaders: {},
      signal: new AbortController().signal,
      clientAddress: '127.0.0.1',
      setHeader: () => {},
    }),
  );
}

test('the bytes of an answer that several clients are given are the same for all, and those of one client', async () => {
  const one = { data: new JsonText('{"a":"é"}'), errors: [new GraphQLError('No b.')] };
  const shared = { ...one, isShared: true };
  const [first, second, alone] = await Promise.all([shared, shared, one].map(askForOne));
  assert.ok(Buffer.isBuffer(first?.body));
  assert.equal(second?.body, first.body);
  assert.equal(first.body.toString(), alone?.body);
});

test('an error without a code gets the one that Apollo Server would write', async () => {
  const answer = await askForOne({
    errors: [new GraphQLError('There is no a.', { path: ['a'] })],
    data: null,
  });
  assert.equal(
    answer?.body,
    '{"errors":[{"message":"There is no a.","path":["a"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"data":null}\n',
  );
});
