import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createLog } from '#platform/log/log.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { gatewayMigrations } from '../database/gateway-migrations.ts';
import { registerSessions } from '../session/register-sessions.ts';
import { TestBrowser, toTestSession } from '../session/testing/test-gateway.ts';
import { createTestProvider } from '../session/testing/test-provider.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { createSocketClient } from './testing/live-results.ts';
import { StreamReader } from './testing/stream-reader.ts';

const publicOrigin = 'http://localhost:4000';
const visitorsQuery = 'subscription { visitors { count } }';

const opened = new AsyncDisposableStack();
let gateway: TestGateway;
let site: { readonly app: FastifyInstance };

before(async () => {
  const testDatabase = await createTestDatabase('gateway');
  opened.defer(() => testDatabase.close());
  const databaseUrl = testDatabase.urlOf('gateway');
  await migrateDatabase({ url: databaseUrl, ...gatewayMigrations });
  const provider = opened.use(await createTestProvider());
  const database = connectDatabase({ url: databaseUrl, name: 'gateway', maxConnections: 4 });
  opened.defer(() => database.close());
  const log = createLog({ name: 'gateway', level: 'silent' });
  gateway = await startTestGateway(
    { GATEWAY_PUBLIC_URL: publicOrigin },
    {
      signIn: {
        issuer: provider.issuer,
        readiness: {},
        register: (app, verifier) => {
          site = { app };
          const configuration = toTestSession(databaseUrl, provider);
          return registerSessions(app, { configuration, database, verifier, log });
        },
      },
    },
  );
  opened.defer(() => gateway.close());
});
after(() => opened.disposeAsync());

async function signIn(): Promise<TestBrowser> {
  const browser = new TestBrowser();
  await browser.signIn(site);
  return browser;
}

test('a page of the gateway connects with its cookie, and signing out ends it at once', async () => {
  const browser = await signIn();
  const page = createSocketClient(gateway.url, {
    headers: { origin: publicOrigin, cookie: browser.cookieHeader },
  });
  const query = page.run('{ me { id } }');
  await query.end();
  assert.equal(query.results[0]?.errors, undefined);
  const live = page.run(visitorsQuery);
  await live.reach(1);
  await browser.send(site, { method: 'POST', url: '/auth/logout' });
  await live.end();
  assert.deepEqual(live.codes, ['SESSION_ENDED']);
  await waitFor('the connection to close', () => page.closes.length > 0);
  assert.deepEqual([page.closes[0]?.code, page.closes[0]?.reason], [4401, 'Session ended']);
});

test('a cookie without an origin is ignored', async () => {
  const browser = await signIn();
  const client = createSocketClient(gateway.url, { headers: { cookie: browser.cookieHeader } });
  const live = client.run('{ me { id } }');
  await live.end();
  assert.deepEqual(live.codes, ['UNAUTHORIZED_FIELD_OR_TYPE']);
  await client.client.dispose();
});

test('the cookie of an ended session is refused', async () => {
  const browser = await signIn();
  const headers = { origin: publicOrigin, cookie: browser.cookieHeader };
  await browser.send(site, { method: 'POST', url: '/auth/logout' });
  const client = createSocketClient(gateway.url, { headers });
  await client.run('{ me { id } }').end();
  assert.equal(client.closes[0]?.code, 4401);
});

test('a stream of events follows the session too, and needs its header', async () => {
  const browser = await signIn();
  const open = (headers: Record<string, string>) =>
    StreamReader.open(gateway.url, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        cookie: browser.cookieHeader,
        ...headers,
      },
      body: JSON.stringify({ query: visitorsQuery }),
    });
  assert.equal((await open({})).status, 403);
  const reader = await open({ 'x-csrf': '1' });
  await reader.reach('event: next');
  await browser.send(site, { method: 'POST', url: '/auth/logout' });
  assert.match(await reader.end(), /"code":"SESSION_ENDED"}}]}\n\nevent: complete\n/);
});
