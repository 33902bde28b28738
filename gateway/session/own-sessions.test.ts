import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { TestBrowser, type TestGateway } from './testing/test-gateway.ts';
import { createTestProvider, type TestProvider } from './testing/test-provider.ts';
import { createTwoGateways, type TwoGateways } from './testing/two-gateways.ts';

let provider: TestProvider;
let gateways: TwoGateways;
let gateway: TestGateway;
let other: TestGateway;

before(async () => {
  provider = await createTestProvider();
  gateways = await createTwoGateways(provider);
  ({ gateway, other } = gateways);
});
after(async () => {
  await gateways?.[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

/** So many browsers of one new person. */
async function signIn(count: number): Promise<TestBrowser[]> {
  provider.person = { ...provider.person, subject: randomUUID() };
  const browsers = Array.from({ length: count }, () => new TestBrowser());
  for (const browser of browsers) await browser.signIn(gateway);
  return browsers;
}

interface Listed {
  readonly key: string;
  readonly isCurrent: boolean;
  readonly device: object;
  readonly createdAt: string;
  readonly lastUsedAt: string;
}

async function list(browser: TestBrowser): Promise<Listed[]> {
  const answer = await browser.send(other, { url: '/auth/sessions' });
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.doesNotMatch(answer.body, /eyJ|sealed/);
  return answer.json().sessions;
}

async function isSignedIn(browser: TestBrowser): Promise<boolean> {
  return (await browser.send(other, { url: '/auth/session' })).json().authenticated;
}

test('a person sees the own sessions, each once, and which is this one', async () => {
  const [one, two] = await signIn(2);
  await signIn(1);
  const [first, second] = [await list(one as TestBrowser), await list(two as TestBrowser)];
  assert.equal(first.length, 2);
  assert.deepEqual(first.map(({ key }) => key).sort(), second.map(({ key }) => key).sort());
  assert.notEqual(
    first.find(({ isCurrent }) => isCurrent)?.key,
    second.find(({ isCurrent }) => isCurrent)?.key,
  );
  // The key opens nothing: it is not the id of the cookie.
  assert.ok(!first.some(({ key }) => one?.cookieHeader.includes(key)));
  for (const { device, createdAt, lastUsedAt } of first) {
    assert.deepEqual(device, { browser: null, system: null });
    assert.ok(Date.parse(createdAt) <= Date.parse(lastUsedAt));
  }
});

test('one other session ends here and at the provider; the asking one and a third go on', async () => {
  const [one, two, three] = (await signIn(3)) as [TestBrowser, TestBrowser, TestBrowser];
  const key = (await list(two)).find(({ isCurrent }) => isCurrent)?.key;
  const before = provider.logouts.length;
  const answer = await one.send(gateway, { method: 'DELETE', url: `/auth/sessions/${key}` });
  assert.deepEqual([answer.statusCode, answer.json()], [200, { ended: 1 }]);
  assert.equal(provider.logouts.length, before + 1);
  assert.match(provider.logouts.at(-1)?.get('id_token_hint') ?? '', /^eyJ/);
  assert.deepEqual(
    [await isSignedIn(one), await isSignedIn(two), await isSignedIn(three)],
    [true, false, true],
  );
});

test('all other sessions end at once, those of other people do not', async () => {
  const [stranger] = (await signIn(1)) as [TestBrowser];
  const [one, two, three] = (await signIn(3)) as [TestBrowser, TestBrowser, TestBrowser];
  const answer = await one.send(gateway, { method: 'DELETE', url: '/auth/sessions' });
  assert.deepEqual(answer.json(), { ended: 2 });
  const all = [one, two, three, stranger];
  assert.deepEqual(await Promise.all(all.map(isSignedIn)), [true, false, false, true]);
});

test("nobody ends another person's session, nor the own one by this way", async () => {
  const [stranger] = (await signIn(1)) as [TestBrowser];
  const [foreignKey, [one]] = [(await list(stranger))[0]?.key, (await signIn(1)) as [TestBrowser]];
  const ownKey = (await list(one))[0]?.key;
  for (const key of [foreignKey, ownKey, 'x', '%00', 'x'.repeat(43)]) {
    const answer = await one.send(gateway, { method: 'DELETE', url: `/auth/sessions/${key}` });
    assert.deepEqual([answer.statusCode, answer.json()], [404, { ended: 0 }], key);
  }
  assert.deepEqual([await isSignedIn(stranger), await isSignedIn(one)], [true, true]);
});

test('without a session nothing is told, and without the header nothing is done', async () => {
  const [one] = (await signIn(1)) as [TestBrowser];
  for (const request of [
    { url: '/auth/sessions' },
    { method: 'DELETE', url: '/auth/sessions' },
    { method: 'DELETE', url: '/auth/sessions/x' },
  ] as const) {
    const stranger = await new TestBrowser().send(gateway, request);
    assert.deepEqual([stranger.statusCode, stranger.json().code], [401, 'SESSION_EXPIRED']);
    const forged = await one.send(gateway, { ...request, csrf: false });
    assert.deepEqual([forged.statusCode, forged.json().code], [403, 'CSRF_HEADER_REQUIRED']);
  }
});
