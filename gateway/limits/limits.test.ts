import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { askByTransport } from '../testing/ask-by-transport.ts';
import { type Answer, startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

// Whole gateways that are alone, so that they count exactly.

let folder: string;
const gateways: TestGateway[] = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limits-'));
});
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close();
});
after(() => rm(folder, { recursive: true }));

async function writeLimits(limits: unknown): Promise<string> {
  const file = join(folder, 'limits.json');
  await writeFile(`${file}.next`, JSON.stringify(limits));
  await rename(`${file}.next`, file);
  return file;
}

/** Starts a gateway with these limits. */
async function startLimited(
  limits: unknown,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestGateway> {
  const gateway = await startTestGateway({ ...environment, LIMITS_FILE: await writeLimits(limits) });
  gateways.push(gateway);
  return gateway;
}

const day = 86_400;
const hello = '{ hello }';
const ofAddress = (operations: number) => ({ address: { windowSeconds: day, operations } });

function codesOf({ body }: Pick<Answer, 'body'>): unknown[] {
  return (body.errors ?? []).map(({ extensions }) => extensions['code']);
}

describe('the policy of addresses', () => {
  test('refuses the operation after the last one with 429, and says when to ask again', async () => {
    const gateway = await startLimited(ofAddress(2));
    for (const remaining of [1, 0]) {
      const { status, headers, body } = await gateway.ask(hello);
      assert.equal(status, 200);
      assert.deepEqual(body, { data: { hello: 'world' } });
      assert.equal(headers.get('ratelimit-policy'), `"address";q=2;w=${day}`);
      assert.match(headers.get('ratelimit') ?? '', new RegExp(`^"address";r=${remaining};t=\\d+$`));
    }
    const { status, headers, body } = await gateway.ask(hello);
    assert.equal(status, 429);
    const seconds = Number(headers.get('retry-after'));
    assert.ok(seconds >= 1 && seconds <= day);
    const [, left = ''] = /^"address";r=0;t=(\d+)$/.exec(headers.get('ratelimit') ?? '') ?? [];
    assert.ok(Math.abs(Number(left) - seconds) <= 1);
    assert.equal(headers.get('ratelimit-policy'), `"address";q=2;w=${day}`);
    const [{ message = '', extensions = {} } = {}] = body.errors ?? [];
    assert.match(
      message,
      /You have used up what the policy address allows \(operations\); ask again in \d+ s\./,
    );
    const { retryAfterSeconds, ...rest } = extensions;
    assert.deepEqual(rest, { code: 'RATE_LIMITED', policy: 'address', unit: 'operations' });
    assert.ok(Math.abs(Number(retryAfterSeconds) - seconds) <= 1);
    const metrics = await (await fetch(gateway.url.replace('/graphql', '/metrics'))).text();
    assert.match(metrics, /gateway_limit_refused_total\{policy="address",unit="operations"\} 1/);
  });

  for (const [name, ask] of Object.entries(askByTransport)) {
    test(`counts an operation by ${name} once, and refuses the next one`, async () => {
      const gateway = await startLimited(ofAddress(1));
      assert.deepEqual(await ask(gateway.url, { query: hello }), { data: { hello: 'world' } });
      const { errors = [] } = await ask(gateway.url, { query: hello });
      assert.equal(errors[0]?.extensions?.['code'], 'RATE_LIMITED');
      // The others count for the same address.
      assert.equal((await gateway.ask(hello)).status, 429);
    });
  }

  test('counts a request once on each way to its answer, and refuses it in the same words on all', async () => {
    const ways: Readonly<Record<string, Record<string, string>>> = {
      'ahead of hooks': {},
      'directly, after hooks': { origin: 'https://page.example' },
      'by Apollo Server': { accept: 'application/json;q=0.9' },
    };
    const gateway = await startLimited(ofAddress(3));
    for (const headers of Object.values(ways)) {
      const { status, headers: answered } = await gateway.ask(hello, { headers });
      assert.equal(status, 200);
      assert.match(answered.get('ratelimit') ?? '', /^"address";r=[012];t=\d+$/);
    }
    const withoutTimes = (text: string | null) => text?.replaceAll(/\d+ s|t=\d+|Seconds":\d+/g, '') ?? '';
    const refusals = await Promise.all(
      Object.values(ways).map(async (headers) => {
        const refused = await gateway.ask(hello, { headers });
        assert.equal(refused.status, 429);
        return [withoutTimes(JSON.stringify(refused.body)), withoutTimes(refused.headers.get('ratelimit'))];
      }),
    );
    assert.deepEqual(refusals, [refusals[0], refusals[0], refusals[0]]);
  });

  for (const accept of ['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0']) {
    test(`refuses a stream by ${accept} with a status`, async () => {
      const gateway = await startLimited(ofAddress(1));
      await gateway.ask(hello);
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query: 'subscription { visitors { count } }' }),
      });
      assert.equal(response.status, 429);
      assert.ok(response.headers.has('retry-after'));
      assert.match(await response.text(), /"code":"RATE_LIMITED"/);
    });
  }

  test('refuses before the body is there, and before a token is looked at', async () => {
    const gateway = await startLimited(ofAddress(1));
    await gateway.ask(hello);
    const asking = request(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '1000', authorization: 'Bearer x' },
    });
    asking.flushHeaders();
    const [response] = await once(asking, 'response', { signal: AbortSignal.timeout(10_000) });
    assert.equal(response.statusCode, 429);
    asking.destroy();
  });

  test('tells clients apart behind trusted proxies, and those with IPv6 by their network', async () => {
    const gateway = await startLimited(ofAddress(1), { TRUSTED_PROXIES: 'loopback' });
    const askFrom = async (address: string) =>
      (await gateway.ask(hello, { headers: { 'x-forwarded-for': address } })).status;
    assert.equal(await askFrom('192.0.2.1'), 200);
    assert.equal(await askFrom('192.0.2.1'), 429);
    assert.equal(await askFrom('192.0.2.2'), 200);
    assert.equal(await askFrom('2001:db8:0:1::1'), 200);
    assert.equal(await askFrom('2001:db8:0:1:ffff::2'), 429);
    assert.equal(await askFrom('2001:db8:0:2::1'), 200);
  });

  test('believes no header of a client that is no trusted proxy', async () => {
    const gateway = await startLimited(ofAddress(1));
    assert.equal((await gateway.ask(hello, { headers: { 'x-forwarded-for': '192.0.2.1' } })).status, 200);
    assert.equal((await gateway.ask(hello, { headers: { 'x-forwarded-for': '192.0.2.2' } })).status, 429);
  });

  test('limits by cost as well, and says of an operation that costs more than all that it can never pass', async () => {
    const gateway = await startLimited({ address: { windowSeconds: day, cost: 5 } });
    const first = await gateway.ask('{ a: hello b: hello c: hello }');
    assert.match(first.headers.get('ratelimit') ?? '', /^"address-cost";r=2;t=\d+$/);
    assert.equal(first.headers.get('ratelimit-policy'), `"address-cost";q=5;w=${day};gateway-unit="cost"`);
    const second = await gateway.ask('{ a: hello b: hello c: hello }');
    assert.equal(second.status, 429);
    assert.deepEqual(codesOf(second), ['RATE_LIMITED']);
    assert.equal((await gateway.ask('{ a: hello b: hello }')).status, 200);
    const never = await gateway.ask('{ a: hello b: hello c: hello d: hello e: hello f: hello }');
    assert.equal(never.status, 429);
    assert.equal(never.headers.get('retry-after'), null);
    assert.match(
      never.body.errors?.[0]?.message ?? '',
      /costs 6, more than the 5 that the policy address allows at all/,
    );
  });
});

describe('the policy of callers', () => {
  const ofCallers = { caller: { windowSeconds: day, operations: 1 } };

  test('counts each person or client, and no anonymous caller', async () => {
    const gateway = await startLimited(ofCallers);
    const askAs = async (subject?: string) => {
      const token = subject && (await gateway.issuer.sign({ claims: { sub: subject } }));
      return gateway.ask(hello, token ? { headers: { authorization: `Bearer ${token}` } } : {});
    };
    assert.equal((await askAs('ann')).status, 200);
    const refused = await askAs('ann');
    assert.equal(refused.status, 429);
    assert.equal(refused.body.errors?.[0]?.extensions['policy'], 'caller');
    assert.match(refused.headers.get('ratelimit') ?? '', /^"caller";r=0;t=\d+$/);
    assert.equal((await askAs('ben')).status, 200);
    assert.equal((await askAs()).status, 200);
    assert.equal((await askAs()).status, 200);
  });

  test('refuses an operation over an open WebSocket, which stays open', async () => {
    const gateway = await startLimited(ofCallers);
    const token = await gateway.issuer.sign({});
    const socket = new WebSocket(gateway.url.replace(/^http/, 'ws'), 'graphql-transport-ws');
    const messages: { type: string; id?: string; payload?: unknown }[] = [];
    socket.onmessage = ({ data }) => void messages.push(JSON.parse(String(data)));
    await once(socket, 'open', { signal: AbortSignal.timeout(10_000) });
    const send = (message: unknown) => socket.send(JSON.stringify(message));
    const find = (id: string, type: string) =>
      waitFor(`${type} of ${id}`, () =>
        messages.find((message) => message.id === id && message.type === type),
      );
    send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    await waitFor('the acknowledgement', () => messages.some(({ type }) => type === 'connection_ack'));
    send({ id: '1', type: 'subscribe', payload: { query: hello } });
    await find('1', 'complete');
    send({ id: '2', type: 'subscribe', payload: { query: 'subscription { visitors { count } }' } });
    assert.match(JSON.stringify((await find('2', 'error')).payload), /"code":"RATE_LIMITED"/);
    send({ type: 'ping' });
    await waitFor('the pong', () => messages.some(({ type }) => type === 'pong'));
    socket.close();
  });
});

describe('the strict policy', () => {
  test('counts mutations, whatever they are called', async () => {
    const gateway = await startLimited({ strict: { windowSeconds: day, operations: 1 } });
    assert.equal((await gateway.ask('mutation { touch }')).status, 200);
    const other = await gateway.ask('mutation Other { touch }');
    assert.equal(other.status, 429);
    assert.equal(other.body.errors?.[0]?.extensions['policy'], 'strict');
    assert.equal((await gateway.ask(hello)).status, 200);
  });

  test('counts operations by name, and by their fields however they are written', async () => {
    const strict = { windowSeconds: day, operations: 2, mutations: false };
    const gateway = await startLimited({
      strict: { ...strict, operationNames: ['Export'], rootFields: ['hello'] },
    });
    assert.equal((await gateway.ask('query Export { __typename }')).status, 200);
    assert.equal(
      (await gateway.ask('{ ...F } fragment F on Query { ... on Query { renamed: hello } }')).status,
      200,
    );
    assert.equal((await gateway.ask('query Export { __typename }')).status, 429);
    assert.equal((await gateway.ask('query Other { __typename }')).status, 200);
  });
});

describe('daily quotas', () => {
  const plans = {
    default: 'free',
    free: { operations: 1 },
    standard: { operations: 2, cost: 100 },
    clients: { robot: 'unlimited' },
  };

  async function askWith(gateway: TestGateway, claims: Readonly<Record<string, unknown>>) {
    const token = await gateway.issuer.sign({ claims });
    const headers = { authorization: `Bearer ${token}` };
    return {
      ask: async () => (await gateway.ask(hello, { headers })).status,
      read: async () => {
        const response = await fetch(gateway.url.replace('/graphql', '/gateway/limits'), { headers });
        return (await response.json()) as { plan: string; limits: Record<string, unknown>[] };
      },
    };
  }

  test('are those of the plan that the token names, or that the file gives to a client, or of all others', async () => {
    const gateway = await startLimited({ plans });
    const free = await askWith(gateway, { sub: 'ann' });
    assert.deepEqual([await free.ask(), await free.ask()], [200, 429]);
    const standard = await askWith(gateway, { sub: 'ben', plan: 'standard' });
    assert.deepEqual([await standard.ask(), await standard.ask(), await standard.ask()], [200, 200, 429]);
    const unknown = await askWith(gateway, { sub: 'cid', plan: 'gold' });
    assert.deepEqual([await unknown.ask(), await unknown.ask()], [200, 429]);
    const robot = await askWith(gateway, { sub: 'robot', plan: 'free', azp: 'robot' });
    assert.deepEqual([await robot.ask(), await robot.ask(), await robot.ask()], [200, 200, 200]);
  });

  test('are read by their owner', async () => {
    const gateway = await startLimited({ ...ofAddress(1_000), plans });
    const ben = await askWith(gateway, { sub: 'ben', plan: 'standard' });
    await ben.ask();
    const { plan, limits } = await ben.read();
    assert.equal(plan, 'standard');
    const told = limits.map(({ resetsInSeconds, ...limit }) => {
      assert.ok(Number(resetsInSeconds) >= 1 && Number(resetsInSeconds) <= day);
      return limit;
    });
    const common = { windowSeconds: day };
    assert.deepEqual(told, [
      // The operation, and the question itself.
      { policy: 'address', unit: 'operations', quota: 1_000, used: 2, remaining: 998, ...common },
      { policy: 'daily', unit: 'operations', quota: 2, used: 1, remaining: 1, ...common },
      { policy: 'daily', unit: 'cost', quota: 100, used: 1, remaining: 99, ...common },
    ]);
    const anonymous = await fetch(gateway.url.replace('/graphql', '/gateway/limits'));
    assert.equal(anonymous.headers.get('cache-control'), 'no-store');
    assert.deepEqual(((await anonymous.json()) as { plan: unknown }).plan, null);
    const refused = await fetch(gateway.url.replace('/graphql', '/gateway/limits'), {
      headers: { authorization: 'Bearer x' },
    });
    assert.equal(refused.status, 401);
  });
});

test('newer limits count without a restart', async () => {
  const gateway = await startLimited(ofAddress(1));
  assert.equal((await gateway.ask(hello)).status, 200);
  assert.equal((await gateway.ask(hello)).status, 429);
  await writeLimits(ofAddress(1_000));
  await waitFor('the newer limits', async () => (await gateway.ask(hello)).status === 200);
});

test('pages of other origins may read the headers', async () => {
  const origin = 'https://page.example';
  const gateway = await startLimited(ofAddress(10), { CORS_ORIGINS: origin });
  const { headers } = await gateway.ask(hello, { headers: { origin } });
  assert.match(
    headers.get('access-control-expose-headers') ?? '',
    /retry-after, ratelimit, ratelimit-policy/,
  );
});

test('a file of limits that is wrong stops the start, with all that is wrong', async () => {
  await assert.rejects(
    startLimited({ address: {}, store: { waitMs: 0 } }),
    /address\.windowSeconds .*store\.waitMs must be/s,
  );
});
