import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openRawSocket } from '#platform/testing/websocket-client.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';
import { createSocketClient, type SocketClient } from '../testing/live-results.ts';

let gateway: TestGateway;
const clients: SocketClient[] = [];
before(async () => {
  gateway = await startTestGateway({ CONNECTIONS_PER_USER: '10', CORS_ORIGINS: 'https://app.example.com' });
});
after(async () => {
  await Promise.all(clients.map(({ client }) => client.dispose()));
  await gateway.close();
});

function connect(options: Parameters<typeof createSocketClient>[1] = {}): SocketClient {
  const client = createSocketClient(gateway.url, options);
  clients.push(client);
  return client;
}

async function connectAs(token: Parameters<TestGateway['issuer']['sign']>[0]): Promise<SocketClient> {
  return connect({ connectionParams: { authorization: `Bearer ${await gateway.issuer.sign(token)}` } });
}

test('a subscription reaches over subgraphs, event by event', async () => {
  const live = connect().run('subscription { visitors { count oldest { name } } }');
  await live.reach(1);
  gateway.library.feeds.visit(7);
  const [, second] = await live.reach(2);
  assert.deepEqual(second, { data: { visitors: { count: 7, oldest: { name: 'Author a' } } } });
});

test('queries and mutations come over the same connection, with the rights of its token', async () => {
  const client = await connectAs({ roles: ['LIBRARIAN'] });
  const query = client.run('{ books { title price } }');
  const mutation = client.run('mutation { lend(isbn: "1") { title } }');
  await query.end();
  await mutation.end();
  assert.deepEqual(query.results[0]?.data?.books, [
    { title: 'Dune', price: 9 },
    { title: 'Solaris', price: 7 },
  ]);
  assert.deepEqual(mutation.results[0]?.data, { lend: { title: 'Dune' } });
});

test('what cannot be parsed, validated, chosen or allowed is refused with its code', async () => {
  const client = connect();
  const refusals: [string, string][] = [
    ['subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'subscription A { visitors { count } } subscription B { visitors { count } }',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [`subscription { visitors { ${'count '.repeat(120)} } }`, 'MAX_REPEATED_FIELDS_LIMIT'],
    ['subscription { till }', 'UNAUTHORIZED_FIELD_OR_TYPE'],
  ];
  for (const [query, code] of refusals) {
    const live = client.run(query);
    await live.end();
    const told = [live.errors.flat(), live.results.flatMap(({ errors = [] }) => errors)].flat() as {
      extensions: { code: string };
    }[];
    assert.equal(told[0]?.extensions.code, code, query);
  }
});

describe('a token', { concurrency: true }, () => {
  test('that is refused closes the connection for good, an expired one asks for another', async () => {
    for (const [options, code] of [
      [{ key: new Uint8Array(32), header: { alg: 'HS256' } }, 4401],
      [{ expiresIn: -100 }, 4403],
    ] as const) {
      const client = await connectAs(options);
      const live = client.run('{ hello }');
      await live.end();
      assert.equal(client.closes[0]?.code, code);
    }
  });

  test('may come in the header of the upgrade as well', async () => {
    const token = await gateway.issuer.sign({ roles: ['LIBRARIAN'] });
    const live = connect({ headers: { authorization: `Bearer ${token}` } }).run('{ books { price } }');
    await live.end();
    assert.equal(live.results[0]?.errors, undefined);
  });

  test('that expires ends the subscription with a code, then the connection', async () => {
    const client = await connectAs({ expiresIn: 2 });
    const live = client.run('subscription { visitors { count } }');
    await live.reach(1);
    await live.end();
    assert.deepEqual(live.codes, ['SUBSCRIPTION_TOKEN_EXPIRED']);
    await waitFor('the connection to close', () => client.closes.length > 0);
    assert.deepEqual([client.closes[0]?.code, client.closes[0]?.reason], [4403, 'Token expired']);
  });

  test('that is renewed by ping keeps the connection, and its new roles count', async () => {
    const client = await connectAs({ subject: 'ada', roles: ['LIBRARIAN'] });
    const till = client.run('subscription { till }');
    const visitors = client.run('subscription { visitors { count } }');
    await visitors.reach(1);
    const answer = await client.renew(await gateway.issuer.sign({ subject: 'ada', expiresIn: 600 }));
    assert.equal(answer.renewed, true);
    assert.ok(Number(answer.expiresAt) > Date.now() / 1000 + 500);
    await till.end();
    assert.deepEqual(till.codes, ['UNAUTHORIZED_FIELD_OR_TYPE']);
    assert.equal(visitors.isComplete, false);
  });

  test('of somebody else renews nothing', async () => {
    const client = await connectAs({ subject: 'ada' });
    await client.run('{ hello }').end();
    const live = client.run('subscription { visitors { count } }');
    await live.reach(1);
    const answer = await client.renew(await gateway.issuer.sign({ subject: 'eve' }));
    assert.deepEqual(answer, {
      renewed: false,
      error: {
        code: 'RENEWAL_REFUSED',
        message: 'The token must be of the same issuer and subject as the one before.',
      },
    });
    assert.equal(live.isComplete, false);
  });
});

test('credentials that are given twice are refused', async () => {
  const socket = await openRawSocket(gateway.url.replace('http', 'ws'));
  const token = await gateway.issuer.sign({});
  socket.send({
    type: 'connection_init',
    payload: { authorization: `Bearer ${token}`, Authorization: 'Bearer another' },
  });
  assert.equal((await socket.closed()).code, 4400);
});

test('a user cannot open more connections than the limit', async () => {
  const run = async () => {
    const client = await connectAs({ subject: 'bob' });
    const live = client.run('subscription { visitors { count } }');
    await waitFor('an answer', () => live.results.length > 0 || live.errors.length > 0);
    return client;
  };
  const opened = await Promise.all(Array.from({ length: 10 }, run));
  assert.equal((await run()).closes[0]?.code, 4429);
  await opened[0]?.client.dispose();
  await waitFor('a place', async () => (await run()).closes.length === 0);
});

test('a page of another origin is refused, of a listed one is not', async () => {
  const foreign = connect({ headers: { origin: 'https://evil.example' } });
  const refused = foreign.run('{ hello }');
  await refused.end();
  assert.match(String((refused.errors[0] as { message: string }).message), /403/);
  for (const origin of ['https://app.example.com', new URL(gateway.url).origin]) {
    const live = connect({ headers: { origin } }).run('{ hello }');
    await live.end();
    assert.deepEqual(live.results[0]?.data, { hello: 'world' });
  }
});

test('the figures tell of connections, subscriptions and events', async () => {
  const live = connect().run('subscription { visitors { count } }');
  await live.reach(1);
  const text = await (await fetch(gateway.url.replace('/graphql', '/metrics'))).text();
  for (const name of [
    /^gateway_connections\{transport="websocket"\} [1-9]/m,
    /^gateway_subscriptions\{mode="NEWEST"\} [1-9]/m,
    /^gateway_subscription_upstreams [1-9]/m,
    /^gateway_subscription_queued_results \d/m,
    /^gateway_subscription_events_total\{mode="NEWEST"\} \d/m,
    /^gateway_subscription_send_seconds_count \d/m,
  ]) {
    assert.match(text, name);
  }
});

test('closing the gateway ends connections with 1001, for stock clients to try again', async () => {
  const other = await startTestGateway();
  const client = createSocketClient(other.url);
  const live = client.run('subscription { visitors { count } }');
  await live.reach(1);
  await other.stop();
  await waitFor('the connection to close', () => client.closes.length > 0);
  assert.equal(client.closes[0]?.code, 1001);
  await client.client.dispose();
  await other.close();
});
