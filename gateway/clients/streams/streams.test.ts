import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { TestTokenOptions } from '#platform/testing/test-issuer.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';
import { StreamReader } from '../testing/stream-reader.ts';

const eventStream = 'text/event-stream';
const multipartStream = 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json';
const visitorsQuery = 'subscription { visitors { count } }';

let gateway: TestGateway;
const readers: StreamReader[] = [];
before(async () => {
  gateway = await startTestGateway({ CONNECTIONS_PER_USER: '10', STREAM_HEARTBEAT_MS: '100' });
});
after(async () => {
  leaveAll();
  await gateway.close();
});

function leaveAll(): void {
  for (const reader of readers.splice(0)) reader.leave();
}

interface AskOptions {
  readonly accept: string;
  readonly token?: TestTokenOptions;
  readonly headers?: Record<string, string>;
}

async function headersFor({ accept, token, headers }: AskOptions): Promise<Record<string, string>> {
  const bearer = token && { authorization: `Bearer ${await gateway.issuer.sign(token)}` };
  return { accept, ...bearer, ...headers };
}

async function post(query: string, options: AskOptions): Promise<StreamReader> {
  const headers = { 'content-type': 'application/json', ...(await headersFor(options)) };
  return keep(StreamReader.open(gateway.url, { method: 'POST', headers, body: JSON.stringify({ query }) }));
}

async function get(query: string, options: AskOptions): Promise<StreamReader> {
  const url = `${gateway.url}?query=${encodeURIComponent(query)}`;
  return keep(StreamReader.open(url, { headers: await headersFor(options) }));
}

async function keep(opening: Promise<StreamReader>): Promise<StreamReader> {
  const reader = await opening;
  readers.push(reader);
  return reader;
}

async function renew(id: string | null, token: TestTokenOptions): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${gateway.url}/renewals`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await gateway.issuer.sign(token)}`,
    },
    body: JSON.stringify({ id }),
  });
  return { status: response.status, body: await response.json() };
}

describe('server-sent events', () => {
  afterEach(leaveAll);

  test('bring a subscription event by event, with signs of life between', async () => {
    const reader = await post('subscription { visitors { count oldest { name } } }', { accept: eventStream });
    assert.equal(reader.status, 200);
    assert.equal(reader.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    assert.equal(reader.headers.get('cache-control'), 'no-store');
    assert.equal(reader.headers.get('x-content-type-options'), 'nosniff');
    await reader.reach('event: next\ndata: {"data":{"visitors":{"count":');
    gateway.library.feeds.visit(7);
    await reader.reach(
      'event: next\ndata: {"data":{"visitors":{"count":7,"oldest":{"name":"Author a"}}}}\n\n',
    );
    await reader.reach(/:\n\n:\n\n/);
  });

  test('bring queries and mutations too: one result, then the end', async () => {
    const query = await post('{ hello }', { accept: eventStream });
    assert.equal(
      await query.end(),
      ':\n\nevent: next\ndata: {"data":{"hello":"world"}}\n\nevent: complete\ndata: \n\n',
    );
    assert.equal(query.headers.get('subscription-id'), null);
    const mutation = await post('mutation { lend(isbn: "1") { title } }', {
      accept: `${eventStream}, */*`,
      token: { roles: ['LIBRARIAN'] },
    });
    assert.match(await mutation.end(), /{"data":{"lend":{"title":"Dune"}}}/);
  });

  test('are not forced on a client that prefers JSON', async () => {
    const reader = await post('{ hello }', { accept: `application/json, ${eventStream}` });
    assert.match(reader.headers.get('content-type') ?? '', /^application\/json/);
    const subscription = await post(visitorsQuery, { accept: `application/json, ${eventStream}` });
    assert.match(subscription.headers.get('content-type') ?? '', /^text\/event-stream/);
  });

  test('tell what is wrong with an operation', async () => {
    for (const [query, code] of [
      ['subscription {', 'GRAPHQL_PARSE_FAILED'],
      ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      [`{ ${'hello '.repeat(120)} }`, 'MAX_REPEATED_FIELDS_LIMIT'],
      ['subscription { till }', 'UNAUTHORIZED_FIELD_OR_TYPE'],
    ] as const) {
      const reader = await post(query, { accept: eventStream });
      const text = await reader.end();
      assert.match(
        text,
        new RegExp(`event: next\ndata: {"errors":.*"code":"${code}".*\n\nevent: complete\n`),
        query,
      );
    }
  });

  test('come by GET where no other site can have caused it, and without mutations', async () => {
    const preflight = { 'apollo-require-preflight': '1' };
    assert.equal((await get(visitorsQuery, { accept: eventStream })).status, 400);
    const reader = await get(visitorsQuery, { accept: eventStream, headers: preflight });
    await reader.reach('event: next');
    assert.equal((await get('mutation { touch }', { accept: eventStream, headers: preflight })).status, 405);
    const plain = await post(visitorsQuery, {
      accept: eventStream,
      headers: { 'content-type': 'text/plain' },
    });
    assert.equal(plain.status, 400);
  });
});

describe('multipart', () => {
  afterEach(leaveAll);

  test('brings a subscription as Apollo Router does', async () => {
    const reader = await post(visitorsQuery, { accept: multipartStream });
    assert.equal(
      reader.headers.get('content-type'),
      'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
    );
    await reader.reach('payload');
    gateway.library.feeds.visit(8);
    const part =
      '\r\ncontent-type: application/json\r\n\r\n{"payload":{"data":{"visitors":{"count":8}}}}\r\n--graphql';
    assert.ok((await reader.reach('"count":8}}}}\r\n--graphql')).includes(part));
    await reader.reach('\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{}\r\n--graphql');
  });

  test('leaves queries and refusals to plain JSON', async () => {
    const query = await post('{ hello }', { accept: multipartStream });
    assert.equal(await query.end(), '{"data":{"hello":"world"}}\n');
    const refused = await post('subscription { nothing }', { accept: multipartStream });
    assert.match(refused.headers.get('content-type') ?? '', /^application\/json/);
    assert.match(await refused.end(), /GRAPHQL_VALIDATION_FAILED/);
  });
});

test('a subscription that asks for JSON alone is told how to ask', async () => {
  const { status, body } = await gateway.ask(visitorsQuery);
  assert.equal(status, 406);
  assert.equal(body.errors?.[0]?.extensions.code, 'SUBSCRIPTION_NEEDS_STREAM');
  assert.match(body.errors?.[0]?.message ?? '', /graphql-transport-ws.*text\/event-stream.*multipart\/mixed/);
});

describe('a token', { concurrency: true }, () => {
  test('that expires ends server-sent events with a code', async () => {
    const reader = await post(visitorsQuery, { accept: eventStream, token: { expiresIn: 2 } });
    assert.match(
      await reader.end(),
      /data: {"errors":\[{"message":"[^"]*","extensions":{"code":"SUBSCRIPTION_TOKEN_EXPIRED"}}\]}\n\nevent: complete\n/,
    );
  });

  test('that expires is told beside an empty payload by multipart', async () => {
    const reader = await post(visitorsQuery, { accept: multipartStream, token: { expiresIn: 2 } });
    assert.match(
      await reader.end(),
      /{"payload":null,"errors":\[{"message":"[^"]*","extensions":{"code":"SUBSCRIPTION_TOKEN_EXPIRED"}}\]}\r\n--graphql--\r\n$/,
    );
  });

  test('is renewed from outside, by its own person alone', async () => {
    const reader = await post(visitorsQuery, { accept: eventStream, token: { subject: 'ada' } });
    const id = reader.headers.get('subscription-id');
    assert.equal((await renew(id, { subject: 'eve' })).status, 403);
    const { status, body } = await renew(id, { subject: 'ada', expiresIn: 600 });
    assert.equal(status, 200);
    const { renewed, expiresAt } = body as { renewed: boolean; expiresAt: number };
    assert.equal(renewed, true);
    assert.ok(expiresAt > Date.now() / 1000 + 500);
    assert.equal(reader.isOver, false);
    reader.leave();
    await waitFor('the stream to be gone', async () => (await renew(id, { subject: 'ada' })).status === 404);
    assert.equal((await renew(null, { subject: 'ada' })).status, 404);
  });
});

test('a token that is refused opens nothing', async () => {
  const reader = await post(visitorsQuery, {
    accept: eventStream,
    headers: { authorization: 'Bearer nonsense' },
  });
  assert.equal(reader.status, 401);
  assert.match(reader.headers.get('www-authenticate') ?? '', /^Bearer error="invalid_token"/);
});

test('a user cannot open more streams than the limit', async () => {
  const open = () => post(visitorsQuery, { accept: eventStream, token: { subject: 'bob' } });
  const opened = await Promise.all(Array.from({ length: 10 }, open));
  assert.equal((await open()).status, 429);
  opened[0]?.leave();
  await waitFor('a place', async () => (await open()).status === 200);
});

test('anonymous streams do not keep known callers of the same address out', async () => {
  const crowded = await startTestGateway({ STREAMS_PER_ADDRESS: '1' });
  const openStream = async (token?: string) =>
    keep(
      StreamReader.open(crowded.url, {
        method: 'POST',
        headers: {
          accept: eventStream,
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query: visitorsQuery }),
      }),
    );
  try {
    for (let count = 0; count < 3; count += 1) assert.equal((await openStream()).status, 200);
    assert.equal((await openStream(await crowded.issuer.sign({ subject: 'ann' }))).status, 200);
    assert.equal((await openStream(await crowded.issuer.sign({ subject: 'bob' }))).status, 429);
  } finally {
    leaveAll();
    await crowded.close();
  }
});

test('closing the gateway tells streams why they end, and waits for them to be told', async () => {
  const other = await startTestGateway();
  const reader = await StreamReader.open(other.url, {
    method: 'POST',
    headers: { accept: eventStream, 'content-type': 'application/json' },
    body: JSON.stringify({ query: visitorsQuery }),
  });
  await reader.reach('event: next');
  await other.stop();
  assert.match(await reader.end(), /"code":"SUBSCRIPTION_SHUTDOWN"}}]}\n\nevent: complete\n/);
  await other.close();
});
