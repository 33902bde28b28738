import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { decodeJwt } from 'jose';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { gatewayMigrations } from '../database/gateway-migrations.ts';
import { createTestGateway, TestBrowser, type TestGateway } from './testing/test-gateway.ts';
import { createTestProvider, type TestProvider } from './testing/test-provider.ts';

let testDatabase: TestDatabase;
let provider: TestProvider;
let gateways: TestGateway[];

before(async () => {
  testDatabase = await createTestDatabase('gateway');
  const url = testDatabase.urlOf('gateway');
  await migrateDatabase({ url, ...gatewayMigrations });
});
after(() => testDatabase.close());
beforeEach(async () => {
  const url = testDatabase.urlOf('gateway');
  provider = await createTestProvider();
  gateways = [await createTestGateway(url, provider), await createTestGateway(url, provider)];
});
afterEach(async () => {
  await gateway().database.sql`delete from gateway.session`;
  for (const each of gateways) await each[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

function gateway(index = 0): TestGateway {
  const found = gateways[index];
  assert.ok(found);
  return found;
}

/** A browser whose access token is due for renewal, or has expired already. */
async function signInWithOldToken(leftSeconds: number): Promise<TestBrowser> {
  const browser = new TestBrowser();
  await browser.signIn(gateway());
  await gateway().database.sql`
    update gateway.session set access_expires_at = now() + make_interval(secs => ${leftSeconds})`;
  return browser;
}

/** The number of connections that wait for a lock now. */
async function countWaiting(): Promise<number> {
  const [row] = await gateway().database.sql`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  return row?.waiting ?? 0;
}

test('an access token with time left is used as it is', async () => {
  const browser = new TestBrowser();
  await browser.signIn(gateway());
  const first = (await browser.whoAmI(gateway())).json().token;
  assert.equal((await browser.whoAmI(gateway(1))).json().token, first);
  assert.equal(provider.refreshes, 0);
});

test('an access token that is about to expire is renewed without the person noticing', async () => {
  const browser = await signInWithOldToken(20);
  provider.person = { ...provider.person, roles: ['OWNER'] };
  const answer = await browser.whoAmI(gateway());
  assert.equal(answer.statusCode, 200);
  assert.ok(Number(decodeJwt(answer.json().token).exp) > Date.now() / 1000 + 200);
  assert.equal(provider.refreshes, 1);
  assert.equal((await browser.whoAmI(gateway(1))).json().token, answer.json().token);
  assert.equal(provider.refreshes, 1);
});

test('many requests at several gateways cause one renewal, and no refresh token is used twice', async () => {
  const browser = await signInWithOldToken(-1);
  const release = Promise.withResolvers<void>();
  provider.beforeToken = () => release.promise;
  const answers = Array.from({ length: 40 }, (_, index) => browser.whoAmI(gateway(index % 2)));
  // One gateway holds the lock and talks to the provider; the other waits for it with one connection, not with twenty.
  await waitFor('the second gateway to wait for the lock', async () => (await countWaiting()) === 1);
  release.resolve();
  const tokens = new Set((await Promise.all(answers)).map((answer) => answer.json().token));
  assert.equal(tokens.size, 1);
  assert.equal(provider.refreshes, 1);
  assert.equal(provider.sawReuse, false);
});

test('renewal goes on, token after token', async () => {
  const browser = new TestBrowser();
  provider.accessSeconds = 10;
  await browser.signIn(gateway());
  for (let count = 1; count <= 5; count += 1) {
    assert.equal((await browser.whoAmI(gateway(count % 2))).statusCode, 200);
    assert.equal(provider.refreshes, count);
  }
  assert.equal(provider.sawReuse, false);
});

test('a refresh token that the provider refuses ends the session', async () => {
  const browser = await signInWithOldToken(20);
  provider.revokeAll();
  const answer = await browser.whoAmI(gateway());
  assert.equal(answer.statusCode, 401);
  assert.equal(answer.json().code, 'SESSION_EXPIRED');
  assert.equal(browser.cookies.size, 0);
  assert.deepEqual(
    await gateway().database.sql`select 1 from gateway.session`.then((rows) => rows.length),
    0,
  );
});

test('a token whose key was withdrawn is renewed, though it has time left', async () => {
  const browser = new TestBrowser();
  await browser.signIn(gateway());
  const first = (await browser.whoAmI(gateway())).json().token;
  await provider.rotateKeys();
  const renewed = await waitFor('another token', async () => {
    const answer = await browser.whoAmI(gateway());
    assert.equal(answer.statusCode, 200);
    return answer.json().token !== first && answer.json().token;
  });
  assert.equal((await browser.whoAmI(gateway(1))).json().token, renewed);
  assert.equal(provider.refreshes, 1);
});

for (const error of ['invalid_client', 'unauthorized_client']) {
  test(`a session ends when the provider no longer knows this gateway's client (${error})`, async () => {
    const browser = await signInWithOldToken(20);
    provider.tokenStatus = 401;
    provider.tokenError = error;
    assert.equal((await browser.whoAmI(gateway())).json().code, 'SESSION_EXPIRED');
  });
}

test('a provider that is away does not end a session: its token is used while it is good', async () => {
  const browser = await signInWithOldToken(20);
  provider.tokenStatus = 503;
  assert.equal((await browser.whoAmI(gateway())).statusCode, 200);
});

test('a provider that is away makes an expired session wait, and it goes on afterwards', async () => {
  const browser = await signInWithOldToken(-1);
  provider.tokenStatus = 503;
  const answer = await browser.whoAmI(gateway());
  assert.equal(answer.statusCode, 503);
  assert.equal(browser.cookies.has('session'), true);
  provider.tokenStatus = 200;
  await waitFor('the session to go on', async () => (await browser.whoAmI(gateway())).statusCode === 200);
});

test('without a refresh token a session ends with its access token', async () => {
  provider.givesRefreshToken = false;
  const browser = await signInWithOldToken(20);
  assert.equal((await browser.whoAmI(gateway())).statusCode, 200);
  await gateway().database.sql`update gateway.session set access_expires_at = now()`;
  assert.equal((await browser.whoAmI(gateway())).json().code, 'SESSION_EXPIRED');
});

test('a session that nobody uses ends at its idle limit, one in use at its absolute limit', async () => {
  const browser = new TestBrowser();
  await browser.signIn(gateway());
  const { sql } = gateway().database;

  await sql`update gateway.session set ends_at = now() + interval '5 minutes'`;
  await browser.whoAmI(gateway());
  const [used] = await sql`select ends_at > now() + interval '29 minutes' as moved from gateway.session`;
  assert.equal(used?.moved, true);

  await sql`update gateway.session set ends_at = now(), absolute_ends_at = now() + interval '1 minute'`;
  assert.equal((await browser.whoAmI(gateway())).statusCode, 401);

  await browser.signIn(gateway());
  await sql`
    update gateway.session set ends_at = now() + interval '10 seconds', absolute_ends_at = now() + interval '1 minute'
    where ends_at > now()`;
  await browser.whoAmI(gateway());
  const [old] =
    await sql`select max(ends_at) <= max(absolute_ends_at) as kept from gateway.session where ends_at > now()`;
  assert.equal(old?.kept, true);
});

test('asking who is signed in does not keep a session alive', async () => {
  const browser = new TestBrowser();
  await browser.signIn(gateway());
  const { sql } = gateway().database;
  await sql`update gateway.session set ends_at = now() + interval '5 minutes'`;
  await browser.send(gateway(), { url: '/auth/session' });
  const [row] =
    await sql`select ends_at < now() + interval '6 minutes' as unmoved from gateway.session where ends_at > now()`;
  assert.equal(row?.unmoved, true);
});

test('a gateway that closes waits for a renewal, so that the new refresh token is stored', async () => {
  const browser = await signInWithOldToken(-1);
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  provider.beforeToken = () => {
    started.resolve();
    return release.promise;
  };
  const closing = await createTestGateway(testDatabase.urlOf('gateway'), provider);
  const answer = browser.whoAmI(closing);
  await started.promise;
  const closed = closing[Symbol.asyncDispose]();
  release.resolve();
  await Promise.allSettled([answer, closed]);
  assert.equal((await browser.whoAmI(gateway())).statusCode, 200);
  assert.equal(provider.sawReuse, false);
});

test('tokens open with a rotated secret, and end the session when theirs is gone', async () => {
  const url = testDatabase.urlOf('gateway');
  const [older, newer] = ['an older secret, long enough to pass', 'a newer secret, long enough to pass'];
  const browser = new TestBrowser();
  {
    await using first = await createTestGateway(url, provider, { secrets: [older] });
    await browser.signIn(first);
  }
  {
    await using rotated = await createTestGateway(url, provider, { secrets: [newer, older] });
    assert.equal((await browser.whoAmI(rotated)).statusCode, 200);
  }
  await using without = await createTestGateway(url, provider, { secrets: [newer] });
  assert.equal((await browser.whoAmI(without)).json().code, 'SESSION_EXPIRED');
});
