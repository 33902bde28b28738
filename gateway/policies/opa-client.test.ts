import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { OpaClient, type OpaClientOptions, type OpaInput } from './opa-client.ts';
import { type OpaServer, startOpaServer } from './testing/opa-server.ts';

const input: OpaInput = {
  policies: ['office', 'vault'],
  claims: { sub: 'ada' },
  clientId: 'page',
  address: '192.0.2.7',
  operationName: 'Books',
};
const atMs = Date.parse('2026-11-30T09:00:00Z');

let server: OpaServer;
const clients: OpaClient[] = [];
let outcomes: string[];
let logged: string[];
before(async () => {
  server = await startOpaServer();
});
beforeEach(() => {
  server.hold('office');
  server.questions.length = 0;
  outcomes = [];
  logged = [];
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
after(() => server.close());

function createClient(options: Partial<OpaClientOptions> = {}): OpaClient {
  const note = (_fields: unknown, message?: string) => void logged.push(message ?? String(_fields));
  const client = new OpaClient({
    url: server.url,
    path: 'gateway/policies',
    token: undefined,
    timeoutMs: 10_000,
    cacheMs: 0,
    metrics: { opaAsked: (outcome) => void outcomes.push(outcome) },
    log: { warn: note, info: note } as OpaClientOptions['log'],
    ...options,
  });
  clients.push(client);
  return client;
}

async function decide(client: OpaClient, question = input): Promise<Record<string, boolean>> {
  return Object.fromEntries(await client.decide(question, atMs));
}

function answerWith(body: string, status = 200) {
  server.behave((_question, response) => {
    response.statusCode = status;
    response.end(body);
  });
}

test('a question has everything that is known, and is answered for each policy', async () => {
  const client = createClient({ token: 'a-token-of-sixteen-characters-or-more' });
  assert.deepEqual(await decide(client), { office: true, vault: false });
  assert.deepEqual(server.questions, [
    {
      path: '/v1/data/gateway/policies',
      authorization: 'Bearer a-token-of-sixteen-characters-or-more',
      input: { ...input, at: '2026-11-30T09:00:00.000Z' },
    },
  ]);
  assert.deepEqual(outcomes, ['answered']);
});

test('an agent may stand below a path', async () => {
  await decide(createClient({ url: `${server.url}/opa` }));
  assert.equal(server.questions[0]?.path, '/opa/v1/data/gateway/policies');
});

test('a list names the policies that hold, and an undefined document decides nothing', async () => {
  const client = createClient();
  answerWith('{"result":["vault"]}');
  assert.deepEqual(await decide(client), { vault: true });
  answerWith('{}');
  assert.deepEqual(await decide(client), {});
  assert.deepEqual(outcomes, ['answered', 'answered']);
});

describe('an agent that misbehaves decides nothing', () => {
  const bad: Readonly<Record<string, (response: ServerResponse) => void>> = {
    'by an error': (response) => response.writeHead(500).end('{"result":["office"]}'),
    'by a redirection': (response) => response.writeHead(302, { location: '/' }).end('{"result":["office"]}'),
    'by something that is not JSON': (response) => response.end('<html>'),
    'by a number': (response) => response.end('1'),
    'by a result that is not an object': (response) => response.end('{"result":true}'),
    'by words for true': (response) => response.end('{"result":{"office":"true"}}'),
    'by a list of other things': (response) => response.end('{"result":["office",1]}'),
  };
  for (const [name, behave] of Object.entries(bad)) {
    test(name, async () => {
      server.behave((_question, response) => void behave(response));
      const client = createClient();
      assert.deepEqual(await decide(client), {});
      assert.deepEqual(outcomes, ['invalid']);
      assert.deepEqual(logged, ['the Open Policy Agent decides nothing; its policies are refused']);
    });
  }

  test('by an answer of two megabytes', async () => {
    server.behave((_question, response) => void response.end(`{"result":["${'x'.repeat(2_000_000)}"]}`));
    assert.deepEqual(await decide(createClient()), {});
    assert.deepEqual(outcomes, ['unavailable']);
  });

  test('by breaking the connection, or half an answer', async () => {
    const client = createClient();
    server.behave((_question, response) => void response.destroy());
    assert.deepEqual(await decide(client), {});
    server.behave((_question, response) => {
      response.setHeader('content-length', 1_000);
      response.write('{"result":["office"]}', () => response.destroy());
    });
    assert.deepEqual(await decide(client), {});
    assert.deepEqual(outcomes, ['unavailable', 'unavailable']);
  });

  test('by an answer that does not come, or drips, within the time of one', async () => {
    const client = createClient({ timeoutMs: 100 });
    server.behave(() => {});
    assert.deepEqual(await decide(client), {});
    const drips: NodeJS.Timeout[] = [];
    server.behave((_question, response) => {
      drips.push(setInterval(() => void response.write(' '), 10));
      response.once('close', () => drips.forEach(clearInterval));
    });
    assert.deepEqual(await decide(client), {});
    assert.deepEqual(outcomes, ['timeout', 'timeout']);
  });
});

test('an agent that is away is not asked twice, and decides again when it is back', async () => {
  const client = createClient();
  await server.goAway();
  assert.deepEqual(await decide(client), {});
  assert.deepEqual(await decide(client), {});
  await assert.rejects(client.check(AbortSignal.timeout(10_000)));
  await server.comeBack();
  assert.deepEqual(await decide(client), { office: true, vault: false });
  await client.check(AbortSignal.timeout(10_000));
  assert.deepEqual(outcomes, ['unavailable', 'unavailable', 'answered']);
  assert.deepEqual(logged, [
    'the Open Policy Agent decides nothing; its policies are refused',
    'the Open Policy Agent decides again',
  ]);
});

describe('an answer that is kept', () => {
  test('serves equal questions, and no others', async () => {
    const client = createClient({ cacheMs: 60_000 });
    await decide(client);
    assert.deepEqual(Object.fromEntries(client.decide(input, atMs) as Map<string, boolean>), {
      office: true,
      vault: false,
    });
    assert.equal(server.questions.length, 1);
    const others: readonly OpaInput[] = [
      { ...input, policies: ['office'] },
      { ...input, claims: { sub: 'bob' } },
      { ...input, claims: null },
      { ...input, clientId: 'other' },
      { ...input, address: '192.0.2.8' },
      { ...input, operationName: null },
    ];
    for (const other of others) await decide(client, other);
    assert.equal(server.questions.length, 1 + others.length);
  });

  test('is asked for anew after its time', async () => {
    const client = createClient({ cacheMs: 20 });
    await waitFor('another question', async () => {
      await decide(client);
      return server.questions.length > 1;
    });
  });

  test('is none that failed', async () => {
    const client = createClient({ cacheMs: 60_000 });
    answerWith('', 500);
    assert.deepEqual(await decide(client), {});
    server.hold('office');
    assert.deepEqual(await decide(client), { office: true, vault: false });
  });
});

test('equal questions at the same time are one', async () => {
  const client = createClient();
  const waiting: ServerResponse[] = [];
  server.behave((_question, response) => void waiting.push(response));
  const both = [decide(client), decide(client)];
  await waitFor('the question', () => waiting.length > 0);
  for (const response of waiting) response.end('{"result":["office"]}');
  assert.deepEqual(await Promise.all(both), [{ office: true }, { office: true }]);
  assert.equal(server.questions.length, 1);
});

test('a client that is closed waits for nobody', async () => {
  const client = createClient();
  server.behave(() => {});
  const deciding = decide(client);
  await client.close();
  assert.deepEqual(await deciding, {});
});
