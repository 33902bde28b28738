import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { FollowedCaller } from '../credentials/followed-caller.ts';
import { gatewayMigrations } from '../database/gateway-migrations.ts';
import { createTestGateway, TestBrowser, type TestGateway } from './testing/test-gateway.ts';
import { createTestProvider, type TestProvider } from './testing/test-provider.ts';

let database: TestDatabase;
let provider: TestProvider;
/** Hears of ends by notification alone: its regular check comes once an hour. */
let gateway: TestGateway;
/** Looks often, and signs in and out for the other. */
let other: TestGateway;
const followed: FollowedCaller[] = [];

before(async () => {
  database = await createTestDatabase('gateway');
  await migrateDatabase({ url: database.urlOf('gateway'), ...gatewayMigrations });
  provider = await createTestProvider();
  gateway = await createTestGateway(database.urlOf('gateway'), provider, { watchMs: 3_600_000 });
  other = await createTestGateway(database.urlOf('gateway'), provider, { watchMs: 20 });
});
after(async () => {
  await gateway[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
  await database.close();
});
afterEach(() => {
  for (const caller of followed.splice(0)) caller.close();
  provider.accessSeconds = 300;
  provider.givesRefreshToken = true;
  provider.person = { subject: 'person-1', username: 'ada', roles: ['READER', 'WRITER'] };
});

async function signIn(): Promise<TestBrowser> {
  const browser = new TestBrowser();
  await browser.signIn(other);
  return browser;
}

async function follow(at: TestGateway, browser: TestBrowser): Promise<FollowedCaller> {
  const caller = await at.credentials.follow({ authorization: undefined, cookie: browser.cookieHeader });
  assert.ok(caller);
  followed.push(caller);
  return caller;
}

function codeOf({ ended }: FollowedCaller): unknown {
  return ended.aborted && (ended.reason as { code: unknown }).code;
}

test('a connection without a session cookie is not its business', async () => {
  assert.equal(await gateway.credentials.follow({ authorization: undefined, cookie: 'a=b' }), undefined);
});

test('a session that is over cannot be followed', async () => {
  const browser = await signIn();
  const cookie = `session=${browser.cookies.get('session')}`;
  await browser.send(other, { method: 'POST', url: '/auth/logout' });
  await assert.rejects(gateway.credentials.follow({ authorization: undefined, cookie }), {
    code: 'SESSION_EXPIRED',
  });
});

test('signing out at another gateway ends what is open at this one', async () => {
  const browser = await signIn();
  const bystander = await follow(gateway, await signIn());
  const caller = await follow(gateway, browser);
  assert.equal(caller.now.principal?.username, 'ada');
  await browser.send(other, { method: 'POST', url: '/auth/logout' });
  await waitFor('the end', () => caller.ended.aborted);
  assert.equal(codeOf(caller), 'SESSION_ENDED');
  assert.equal(bystander.ended.aborted, false);
});

test("the provider's logout ends it too", async () => {
  const caller = await follow(gateway, await signIn());
  const token = await provider.signLogoutToken({
    sub: undefined,
    sid: caller.now.principal?.sessionId,
  });
  const answer = await other.app.inject({
    method: 'POST',
    url: '/auth/backchannel-logout',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `logout_token=${token}`,
  });
  assert.equal(answer.statusCode, 200);
  await waitFor('the end', () => caller.ended.aborted);
  assert.equal(codeOf(caller), 'SESSION_ENDED');
});

test('an end without a notification is found by the regular check', async () => {
  const caller = await follow(other, await signIn());
  await other.database.sql`alter table gateway.session disable trigger session_ended`;
  await other.database.sql`delete from gateway.session`;
  await other.database.sql`alter table gateway.session enable trigger session_ended`;
  await waitFor('the end', () => caller.ended.aborted);
  assert.equal(codeOf(caller), 'SESSION_ENDED');
});

test('tokens are renewed in time', async () => {
  provider.accessSeconds = 20;
  const caller = await follow(other, await signIn());
  const renewed = new Promise<void>((resolve) => caller.onRenewed(resolve));
  const before = caller.now;
  await renewed;
  assert.notEqual(caller.now.token, before.token);
  assert.equal(caller.ended.aborted, false);
});

test('a token that another process renewed is taken up', async () => {
  const browser = await signIn();
  const caller = await follow(other, browser);
  const before = caller.now.token;
  await other.database.sql`update gateway.session set access_expires_at = now() + interval '5 seconds'`;
  await browser.whoAmI(gateway);
  await waitFor('the other token', () => caller.now.token !== before);
});

test('a session counts as used while it is followed', async () => {
  const caller = await follow(other, await signIn());
  await other.database.sql`update gateway.session set ends_at = now() + interval '60 seconds'`;
  await waitFor('the idle limit to move', async () => {
    const [row] = await other.database
      .sql`select 1 from gateway.session where ends_at > now() + interval '10 minutes'`;
    return row !== undefined;
  });
  assert.equal(caller.ended.aborted, false);
});

test('a provider that is away ends nothing before the token at hand expires', async () => {
  provider.accessSeconds = 1;
  const caller = await follow(other, await signIn());
  provider.tokenStatus = 503;
  try {
    await waitFor('the end', () => caller.ended.aborted);
    assert.equal(codeOf(caller), 'SUBSCRIPTION_TOKEN_EXPIRED');
  } finally {
    provider.tokenStatus = 200;
  }
});

test('a session takes no token from outside', async () => {
  const caller = await follow(gateway, await signIn());
  const { kind } = await caller.renew(await provider.issuer.sign());
  assert.equal(kind, 'refused');
});

test('a connection gets a new token when the key of its token is withdrawn', async () => {
  const caller = await follow(other, await signIn());
  const { token } = caller.now;
  await provider.rotateKeys();
  await waitFor('another token', () => caller.now.token !== token);
  assert.equal(caller.ended.aborted, false);
});

test('a connection ends when the key of its token is withdrawn and there is no other', async () => {
  provider.givesRefreshToken = false;
  const caller = await follow(other, await signIn());
  await provider.rotateKeys();
  await waitFor('the end', () => caller.ended.aborted);
  assert.equal(codeOf(caller), 'SESSION_ENDED');
});
