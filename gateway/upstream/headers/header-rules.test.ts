import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createSocketClient, type SocketClient } from '../../clients/testing/live-results.ts';
import { StreamReader } from '../../clients/testing/stream-reader.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

const rules = {
  all: {
    headers: [{ forward: 'x-tenant' }, { set: 'x-gateway', value: 'library' }],
    connectionPayload: [{ forward: 'x-tenant', as: 'tenant' }],
  },
  subgraphs: { people: { headers: [{ remove: 'x-tenant' }] } },
};

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const child = /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[\da-f]{16}-01$/;
const visitorsQuery = 'subscription { visitors { count oldest { name } } }';

let folder: string;
let gateway: TestGateway;
const clients: SocketClient[] = [];
const readers: StreamReader[] = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'header-rules-'));
  const file = join(folder, 'rules.json');
  await writeFile(file, JSON.stringify(rules));
  gateway = await startTestGateway({ HEADER_RULES_FILE: file, CORS_ORIGINS: 'https://app.example.com' });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map(({ client }) => client.dispose()));
  for (const reader of readers.splice(0)) reader.leave();
  const { subscriptions } = gateway.library.books;
  await waitFor('all to have left', () => subscriptions.connectionCount === 0);
  subscriptions.seen.length = 0;
});
after(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
});

function subscribe(options: Parameters<typeof createSocketClient>[1]): SocketClient {
  const client = createSocketClient(gateway.url, options);
  clients.push(client);
  return client;
}

function seenUpstreams() {
  return gateway.library.books.subscriptions.seen;
}

async function untilUpstreams(count: number): Promise<void> {
  await waitFor(`${count} upstreams`, () => seenUpstreams().length === count);
}

describe('what the rules name reaches subgraphs', () => {
  test('in requests, with the trace that goes on', async () => {
    await gateway.ask('{ books { author { name } } }', {
      headers: { 'x-tenant': 'a', 'x-other': 'b', traceparent, tracestate: 'congo=t61' },
    });
    const books = gateway.library.books.seen.at(-1)?.headers ?? {};
    const people = gateway.library.people.seen.at(-1)?.headers ?? {};
    assert.deepEqual([books['x-tenant'], books['x-other'], books['x-gateway']], ['a', undefined, 'library']);
    assert.deepEqual([people['x-tenant'], people['x-gateway']], [undefined, 'library']);
    for (const headers of [books, people]) {
      assert.match(String(headers.traceparent), child);
      assert.equal(headers.tracestate, 'congo=t61');
    }
    assert.notEqual(books.traceparent, people.traceparent);
  });

  test('in the upgrade and the payload of a WebSocket, from a client by WebSocket', async () => {
    const token = await gateway.issuer.sign({});
    const { run } = subscribe({
      connectionParams: { authorization: `Bearer ${token}`, 'X-Tenant': 'a', traceparent },
    });
    await run(visitorsQuery).reach(1);
    const [{ headers = {}, connectionParams = {} } = {}] = seenUpstreams();
    assert.deepEqual(connectionParams, { authorization: `Bearer ${token}`, tenant: 'a' });
    assert.equal(headers['x-tenant'], 'a');
    assert.equal(headers['x-gateway'], 'library');
    assert.equal(headers.authorization, `Bearer ${token}`);
    assert.match(String(headers.traceparent), child);
  });

  test('from a client of server-sent events, and with what is fetched for each event', async () => {
    const headers = {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      'x-tenant': 'a',
      traceparent,
    };
    const body = JSON.stringify({ query: visitorsQuery });
    const reader = await StreamReader.open(gateway.url, { method: 'POST', headers, body });
    readers.push(reader);
    await reader.reach('event: next');
    const [upstream] = seenUpstreams();
    const fetched = gateway.library.people.seen.at(-1)?.headers;
    assert.equal(upstream?.connectionParams.tenant, 'a');
    assert.equal(fetched?.['x-gateway'], 'library');
    assert.match(String(upstream?.headers.traceparent), child);
    assert.match(String(fetched?.traceparent), child);
  });
});

test('callers for whom other headers go on share no subscription, those with equal ones do', async () => {
  for (const tenant of ['a', 'b', 'a']) {
    const { run } = subscribe({ headers: { 'x-tenant': tenant, traceparent } });
    await run(visitorsQuery).reach(1);
  }
  const { run } = subscribe({ headers: { 'x-tenant': 'b', 'x-other': 'ignored' } });
  await run(visitorsQuery).reach(1);
  await untilUpstreams(2);
  assert.deepEqual(
    seenUpstreams().map(({ connectionParams }) => connectionParams.tenant),
    ['a', 'b'],
  );
});

test('pages of listed origins may send what is forwarded', async () => {
  const response = await fetch(gateway.url, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-tenant',
    },
  });
  const allowed = response.headers.get('access-control-allow-headers') ?? '';
  for (const name of ['x-tenant', 'traceparent', 'tracestate']) assert.match(allowed, new RegExp(name));
});

test('a file that names a subgraph which is not there keeps the gateway from starting', async () => {
  const file = join(folder, 'wrong.json');
  await writeFile(file, JSON.stringify({ subgraphs: { nobody: {} } }));
  await assert.rejects(startTestGateway({ HEADER_RULES_FILE: file }), /names the subgraph nobody/);
  await assert.rejects(startTestGateway({ HEADER_RULES_FILE: join(folder, 'none') }), /cannot be read/);
});
