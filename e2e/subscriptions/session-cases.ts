import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { type Browser, createBrowser, expectPage } from '../identity/browser.ts';
import { fillSignIn } from '../identity/relying-party.ts';
import { waitUntilOthersAreTold } from './others.ts';
import { leavingManagers, type Place } from './place.ts';
import type { Following, StockClient } from './stock-client.ts';

const invoiceReceived = 'subscription { invoiceReceived(includeSimulated: true) { invoiceNumber } }';
/** The longest time until an event that was sent in time is received and recorded. */
const underwayMs = 2_000;
/** Looks at sessions every half second, and the provider's answer; less than its tokens live. */
const renewedWithinMs = 60_000;

/** The ends of subscriptions by the cookie of a session, in clients of each transport. */
export function defineSessionCases(clients: readonly StockClient[], place: () => Place): void {
  async function signIn(username: string): Promise<Browser> {
    const browser = createBrowser([]);
    await fillSignIn(browser, new URL(`${place().system.pageUrl}/auth/login`), username);
    // Not by the page that it leads to, which need not be built.
    assert.equal((await readSession(browser)).username, username);
    return browser;
  }

  async function readSession(browser: Browser): Promise<{ username?: string; roles?: string[] }> {
    const session = await fetch(`${place().system.pageUrl}/auth/session`, {
      headers: { cookie: cookieOf(browser), 'x-csrf': '1' },
    });
    return (await session.json()) as { username?: string; roles?: string[] };
  }

  const cookieOf = (browser: Browser) => browser.cookieFor(`${place().system.pageUrl}/`);

  /** Subscribes by each client, and waits until each has been told of an invoice. */
  async function followAll(browser: Browser): Promise<Following[]> {
    const access = { gatewayUrl: place().system.gatewayUrl, cookie: cookieOf(browser) };
    const all = clients.map((client) => client.follow({ query: invoiceReceived }, access));
    await Promise.all(all.map(({ recording }) => recording.reach(2, 'invoiceReceived')));
    return all;
  }

  /** Each ends with the code, and is told of nothing that came after. */
  async function expectEnd(all: readonly Following[], code: string, before: number) {
    await Promise.all(all.map(({ recording }) => recording.over()));
    for (const { recording } of all) {
      assert.deepEqual(recording.codes, [code]);
      assert.ok((recording.events.at(-1)?.receivedAtMs ?? 0) <= before + underwayMs);
    }
    const counts = all.map(({ recording }) => recording.events.length);
    await waitUntilOthersAreTold(place());
    assert.deepEqual(
      all.map(({ recording }) => recording.events.length),
      counts,
    );
  }

  test('signing out ends the subscriptions of the session', async () => {
    const browser = await signIn('billing-manager');
    const stranger = await followAll(await signIn('billing-manager'));
    const all = await followAll(browser);
    const answer = await fetch(`${place().system.pageUrl}/auth/logout`, {
      method: 'POST',
      headers: { cookie: cookieOf(browser), 'x-csrf': '1' },
    });
    assert.equal(answer.status, 200);
    await expectEnd(all, 'SESSION_ENDED', Date.now());
    for (const { recording, leave } of stranger) {
      assert.equal(recording.isOver, false);
      leave();
    }
  });

  test('signing out at the provider ends them by the back channel', async () => {
    const browser = await signIn('billing-manager');
    const all = await followAll(browser);
    const question = expectPage(
      await browser.open(`${place().system.issuer}/protocol/openid-connect/logout`),
    );
    await browser.submit(question, { logout: 'yes' });
    await expectEnd(all, 'SESSION_ENDED', Date.now());
  });

  test('a role taken away at the provider ends them as soon as the session has a new token', async () => {
    const username = leavingManagers.ofClients;
    const browser = await signIn(username);
    const all = await followAll(browser);
    const hasRole = async () => (await readSession(browser)).roles?.includes('BILLING_MANAGER');
    assert.equal(await hasRole(), true);
    await place().takeRoleAway(username, 'BILLING_MANAGER');
    const hasLost = async () => (await hasRole()) === false;
    await waitFor('the session to have a new token', hasLost, renewedWithinMs);
    await expectEnd(all, 'UNAUTHORIZED_FIELD_OR_TYPE', Date.now());
  });
}
