import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { TestClient } from '#platform/testing/test-issuer.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { formatApiKey } from '#platform/tokens/api-key.ts';
import { createSocketClient } from '../../clients/testing/live-results.ts';
import { StreamReader } from '../../clients/testing/stream-reader.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
const clients: Record<string, TestClient> = {};
before(async () => {
  gateway = await startTestGateway({ API_KEYS: 'lib', API_KEY_RECHECK_SECONDS: '1' }, { clients });
});
after(() => gateway.close());

/** Adds a client with a service account. @returns its key */
function addClient(token: TestClient['token'] = { roles: ['LIBRARIAN'] }): { id: string; key: string } {
  const id = `api-${randomBytes(6).toString('hex')}`;
  const secret = randomBytes(16).toString('hex');
  clients[id] = { secret, token: { subject: id, ...token } };
  return { id, key: formatApiKey('lib', { clientId: id, clientSecret: secret }) };
}

function ask(headers: Record<string, string>, query = '{ books { price } }') {
  return gateway.ask(query, { headers });
}

const codeOf = ({ body }: Awaited<ReturnType<typeof ask>>) => body.errors?.[0]?.extensions.code;

describe('an API key', () => {
  test('is taken in either header, with the roles of its client', async () => {
    const { key } = addClient();
    for (const headers of [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }]) {
      const { status, body } = await ask(headers);
      assert.equal(status, 200);
      assert.deepEqual(body, { data: { books: [{ price: 9 }, { price: 7 }] } });
    }
    const { authorization } = gateway.library.books.seen.at(-1)?.headers ?? {};
    assert.match(authorization ?? '', /^Bearer eyJ/);
    assert.equal(gateway.library.books.seen.at(-1)?.headers['x-api-key'], undefined);
  });

  test('is exchanged once for requests at the same time and soon after', async () => {
    const { key } = addClient({ roles: ['LIBRARIAN'] });
    const from = gateway.issuer.fetches.tokens;
    await Promise.all([1, 2, 3].map(() => ask({ 'x-api-key': key })));
    await ask({ 'x-api-key': key });
    // The gateway asks again after a second, which a slow machine may spend here.
    assert.ok(gateway.issuer.fetches.tokens - from <= 2);
  });

  test('that was cut or mistyped is refused, and the provider is not asked', async () => {
    const { key } = addClient();
    const from = gateway.issuer.fetches.tokens;
    for (const wrong of [key.slice(0, -2), key.replace('_api-', '_apj-'), 'lib_', `${key}x`]) {
      for (const headers of [{ authorization: `Bearer ${wrong}` }, { 'x-api-key': wrong }]) {
        const answer = await ask(headers);
        assert.deepEqual([answer.status, codeOf(answer)], [401, 'API_KEY_MALFORMED'], wrong);
        assert.ok(answer.headers.get('www-authenticate'));
      }
    }
    assert.equal(gateway.issuer.fetches.tokens, from);
  });

  test('of nobody, of a client elsewhere, or with another secret is refused', async () => {
    const { id } = addClient();
    const others = [
      { clientId: id, clientSecret: randomBytes(16).toString('hex') },
      { clientId: 'api-elsewhere', clientSecret: randomBytes(16).toString('hex') },
    ];
    for (const one of others) {
      const answer = await ask({ 'x-api-key': formatApiKey('lib', one) });
      assert.deepEqual([answer.status, codeOf(answer)], [401, 'API_KEY_REFUSED']);
    }
  });

  test('that is refused is asked about once for a while', async () => {
    const key = formatApiKey('lib', { clientId: 'api-nobody', clientSecret: 'a'.repeat(32) });
    await ask({ 'x-api-key': key });
    const from = gateway.issuer.fetches.tokens;
    await Promise.all([1, 2, 3].map(() => ask({ 'x-api-key': key })));
    assert.equal(gateway.issuer.fetches.tokens, from);
  });

  test('of a client that was taken away is refused once the provider has been asked again', async () => {
    const { id, key } = addClient();
    assert.equal((await ask({ 'x-api-key': key })).status, 200);
    delete clients[id];
    await waitFor('the refusal', async () => codeOf(await ask({ 'x-api-key': key })) === 'API_KEY_REFUSED');
  });

  test('is good for as long as its last token while the provider does not answer', async () => {
    const { key } = addClient();
    const late = addClient();
    assert.equal((await ask({ 'x-api-key': key })).status, 200);
    gateway.issuer.setStatus(500);
    try {
      const unknown = await ask({ 'x-api-key': late.key });
      assert.deepEqual([unknown.status, codeOf(unknown)], [503, 'PROVIDER_UNREACHABLE']);
      const from = gateway.issuer.fetches.tokens;
      await waitFor('a question to the provider', async () => {
        assert.equal((await ask({ 'x-api-key': key })).status, 200);
        return gateway.issuer.fetches.tokens > from;
      });
    } finally {
      gateway.issuer.setStatus(200);
    }
  });

  test('in an address is refused, whatever else the request has', async () => {
    const { key } = addClient();
    const query = encodeURIComponent('{ hello }');
    for (const name of ['api_key', 'access_token', 'anything']) {
      const response = await fetch(`${gateway.url}?query=${query}&${name}=${key}`, {
        headers: { 'x-api-key': key, 'apollo-require-preflight': '1' },
      });
      assert.equal(response.status, 401);
      assert.match(await response.text(), /API_KEY_IN_URL/);
    }
    const spoken = encodeURIComponent(`{ echo(text: "${key}") }`);
    const response = await fetch(`${gateway.url}?query=${spoken}`, {
      headers: { 'x-api-key': key, 'apollo-require-preflight': '1' },
    });
    assert.equal(response.status, 200);
  });

  test('beside another credential is refused', async () => {
    const { key } = addClient();
    const answer = await ask({ 'x-api-key': key, authorization: `Bearer ${await gateway.issuer.sign()}` });
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'CREDENTIALS_AMBIGUOUS']);
  });

  test('leaves bearer tokens and anonymous callers as they are', async () => {
    assert.equal((await gateway.ask('{ hello }')).status, 200);
    assert.equal((await gateway.ask('{ books { price } }', { roles: ['LIBRARIAN'] })).body.errors, undefined);
    const refused = await ask({ authorization: 'Bearer nonsense' });
    assert.deepEqual([refused.status, codeOf(refused)], [401, 'UNAUTHENTICATED']);
  });

  test('stands in no line of the log', async () => {
    const { key } = addClient();
    await ask({ 'x-api-key': key }, '{ broken }');
    await ask({ 'x-api-key': key.slice(0, -1) });
    assert.ok(!gateway.logLines.join('').includes(key.slice(0, -8)));
  });
});

describe('a subscription by an API key', () => {
  test('over HTTP outlives the tokens of its client', async () => {
    const { key } = addClient({ roles: ['LIBRARIAN'], expiresIn: 3 });
    const reader = await StreamReader.open(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-api-key': key },
      body: JSON.stringify({ query: 'subscription { visitors { count } }' }),
    });
    const endsAtMs = Date.now() + 4_000;
    await waitFor('the end of the first token', () => Date.now() > endsAtMs);
    gateway.library.feeds.visit(41);
    await reader.reach('{"visitors":{"count":41}}');
    reader.leave();
  });

  test('over a WebSocket ends soon after its client was taken away', async () => {
    const { id, key } = addClient();
    const client = createSocketClient(gateway.url, { connectionParams: { authorization: `Bearer ${key}` } });
    const live = client.run('subscription { visitors { count } }');
    await live.reach(1);
    delete clients[id];
    const results = await waitFor('the end', () =>
      live.results.some(({ errors }) => errors !== undefined) ? live.results : undefined,
    );
    assert.equal(results.at(-1)?.errors?.[0]?.extensions?.code, 'SUBSCRIPTION_TOKEN_REFUSED');
    await client.client.dispose();
  });
});

test('without API_KEYS a key is a bearer token that nobody has signed', async () => {
  const other = await startTestGateway({}, { clients });
  try {
    const { key } = addClient();
    const answer = await other.ask('{ hello }', { headers: { authorization: `Bearer ${key}` } });
    assert.equal(answer.status, 401);
    const ignored = await other.ask('{ hello }', { headers: { 'x-api-key': key } });
    assert.equal(ignored.status, 200);
  } finally {
    await other.close();
  }
});
