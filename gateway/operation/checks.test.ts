import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createSocketClient } from '../clients/testing/live-results.ts';
import { askByTransport } from '../testing/ask-by-transport.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import type { AdmissionCheck } from './admission-check.ts';
import type { IncomingOperation } from './incoming-operation.ts';
import { refuseForNow } from './refusal.ts';

// A check that counts what it is asked, and refuses all of it when it is told to; its answers take a turn of the event loop.

const visitorsQuery = 'subscription { visitors { count } }';
const seen: IncomingOperation[] = [];
const running: string[] = [];
let isRefusing = false;
let pause: Promise<void> | undefined;
const check: AdmissionCheck = {
  async beforeReading(incoming) {
    seen.push(incoming);
    await pause;
    return isRefusing ? refuseForNow('TOO_MANY_OPERATIONS', 'Ask again later.', 2.5) : undefined;
  },
  beforeRunning({ definition }) {
    running.push(definition.operation);
    return undefined;
  },
};

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway({}, { checks: [() => check] });
});
afterEach(() => {
  seen.length = 0;
  running.length = 0;
  isRefusing = false;
  pause = undefined;
});
after(() => gateway.close());

function post(query: string, accept: string): Promise<Response> {
  return fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });
}

describe('each operation is shown to a check once', () => {
  for (const [name, ask] of Object.entries(askByTransport)) {
    test(`a query by ${name}, with its caller, its transport and the address of its client`, async () => {
      const token = await gateway.issuer.sign({ roles: ['ADMIN'] });
      assert.deepEqual(await ask(gateway.url, { query: '{ hello }' }, token), { data: { hello: 'world' } });
      const [incoming] = seen;
      assert.equal(seen.length, 1);
      assert.deepEqual(running, ['query']);
      assert.ok(incoming !== undefined);
      assert.ok(incoming.caller.principal?.roles.has('ADMIN'));
      assert.match(incoming.clientAddress, /^127\.0\.0\.1/);
      const transports = { 'server-sent events': 'event-stream', WebSocket: 'websocket' };
      assert.equal(
        incoming.transport,
        Object.entries(transports).find(([key]) => key === name)?.[1] ?? 'http',
      );
    });
  }

  for (const [kind, accept] of [
    ['event-stream', 'text/event-stream'],
    ['multipart', 'multipart/mixed;subscriptionSpec=1.0, application/json'],
  ] as const) {
    test(`a subscription by ${kind}`, async () => {
      const response = await post(visitorsQuery, accept);
      assert.equal(response.status, 200);
      await response.body?.cancel();
      assert.deepEqual(
        seen.map(({ transport }) => transport),
        [kind],
      );
      assert.deepEqual(running, ['subscription']);
    });
  }
});

describe('a refusal for now says when to ask again', () => {
  const refusal = {
    message: 'Ask again later.',
    extensions: { code: 'TOO_MANY_OPERATIONS', retryAfterSeconds: 2.5 },
  };

  for (const [name, ask] of Object.entries(askByTransport)) {
    test(`in the error, by ${name}`, async () => {
      isRefusing = true;
      assert.deepEqual(await ask(gateway.url, { query: '{ hello }' }), { errors: [refusal] });
      assert.deepEqual(running, []);
    });
  }

  for (const [query, accept, status] of [
    ['{ hello }', 'application/json', 429],
    ['{ hello }', 'application/graphql-response+json', 429],
    ['{ hello }', 'text/event-stream', 200],
    [visitorsQuery, 'multipart/mixed;subscriptionSpec=1.0', 429],
    [visitorsQuery, 'application/json, text/event-stream;q=0.5', 429],
  ] as const) {
    test(`in a header, with status ${status}, to ${query} for ${accept}`, async () => {
      isRefusing = true;
      const response = await post(query, accept);
      assert.match(await response.text(), /"retryAfterSeconds":2\.5/);
      assert.equal(response.status, status);
      assert.equal(response.headers.get('retry-after'), '3');
    });
  }

  test('and counts as refused', async () => {
    isRefusing = true;
    await gateway.ask('{ hello }');
    const metrics = await (await fetch(gateway.url.replace('/graphql', '/metrics'))).text();
    assert.match(metrics, /gateway_operations_refused_total\{code="TOO_MANY_OPERATIONS"\} \d+/);
  });
});

describe('a client that leaves while a check takes its time', () => {
  async function readSubscriptions(): Promise<number> {
    const text = await (await fetch(gateway.url.replace('/graphql', '/metrics'))).text();
    return Number(/^gateway_subscriptions\{mode="EVERY"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  }

  for (const [name, subscribe] of [
    [
      'server-sent events',
      async () => {
        const leaving = new AbortController();
        const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
        const body = JSON.stringify({ query: visitorsQuery });
        fetch(gateway.url, { method: 'POST', headers, body, signal: leaving.signal }).catch(() => {});
        return () => leaving.abort();
      },
    ],
    [
      'WebSocket',
      async () => {
        const { client, run } = createSocketClient(gateway.url, {});
        run(visitorsQuery);
        return () => client.terminate();
      },
    ],
  ] as const) {
    test(`gets no subscription by ${name}`, async () => {
      const { promise, resolve: resume } = Promise.withResolvers<void>();
      pause = promise;
      const leave = await subscribe();
      await waitFor('the check to be asked', () => seen.length === 1);
      leave();
      await waitFor('the gateway to notice', () => seen[0]?.signal.aborted === true);
      resume();
      await gateway.ask('{ hello }');
      assert.equal(await readSubscriptions(), 0);
      assert.equal(gateway.library.books.subscriptions.connectionCount, 0);
    });
  }
});

test('the variables of a check are judged with all others', async () => {
  await assert.rejects(
    startTestGateway({ MAX_COST: '0', GATEWAY_PORT: 'x' }),
    /(?=.*GATEWAY_PORT: must be a port)(?=.*MAX_COST: must be a whole number)/s,
  );
});
