import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { waitFor } from '#platform/testing/wait-for.ts';
import { launchChromium, whyNoChromium } from '../browser/chromium.ts';
import { openPlayground, signIn, watchForTrouble, writeQuery } from '../browser/playground-page.ts';
import { waitUntilOthersAreTold } from './others.ts';
import { leavingManagers, type Place } from './place.ts';

const password = 'Facturation-2026';
const liveTotals =
  'subscription { liveTotals(includeSimulated: true) { cursor invoicesPerSecond allTime { count } } }';
const namedLiveTotals =
  'subscription LiveTotals { liveTotals(includeSimulated: true) { cursor allTime { count } } }';

/** Subscriptions in the page of the gateway, in a real browser. */
export function defineGraphiqlCases(place: () => Place): void {
  const skip = whyNoChromium();
  const options = { skip, timeout: 60_000 };
  let browser: Browser;
  before(async () => {
    if (skip === false) browser = await launchChromium();
  });
  after(() => browser?.close());

  async function openPage(username: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await openPlayground(page, place().system.pageUrl);
    await signIn(page, username, password);
    return page;
  }

  const read = async (page: Page) => (await page.locator('.graphiql-response').textContent()) ?? '';

  /** Waits until what the page shows of the answer has changed so many times. */
  async function seeChanges(page: Page, times: number): Promise<void> {
    for (let seen = 0, last = await read(page); seen < times; seen += 1) {
      last = await waitFor('another event on the page', async () => {
        const now = await read(page);
        return now !== last && now.includes('liveTotals') && now;
      });
    }
  }

  test('GraphiQL: a subscription runs and stops by keyboard alone', options, async () => {
    const page = await openPage('billing-manager');
    const trouble = watchForTrouble(page, [
      place().system.pageUrl,
      place().system.pageUrl.replace('http', 'ws'),
    ]);
    await writeQuery(page, namedLiveTotals);
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.getByRole('button', { name: /^Stop query/ }).waitFor();
    await seeChanges(page, 3);
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.getByRole('button', { name: /^Execute query/ }).waitFor();
    await waitFor('the gateway to let go', async () => (await place().metric('gateway_subscriptions')) === 0);
    const shown = await read(page);
    await waitUntilOthersAreTold(place());
    assert.equal(await read(page), shown);
    assert.deepEqual(trouble, { problems: [], foreignRequests: [] });
    await page.context().close();
  });

  test('GraphiQL: who may not subscribe is shown why', options, async () => {
    const page = await openPage('user');
    await writeQuery(page, liveTotals);
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.locator('.graphiql-response').getByText('UNAUTHORIZED_FIELD_OR_TYPE').waitFor();
    await page.context().close();
  });

  test('GraphiQL: signing out elsewhere ends the subscription, and the page says so', options, async () => {
    const page = await openPage('billing-manager');
    await writeQuery(page, liveTotals);
    await page.keyboard.press('ControlOrMeta+Enter');
    await seeChanges(page, 2);
    const elsewhere = await page.context().newPage();
    await elsewhere.goto(`${place().system.issuer}/protocol/openid-connect/logout`);
    await elsewhere.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('.graphiql-response').getByText('SESSION_ENDED').waitFor();
    await page.getByText('Not signed in').waitFor();
    await page.context().close();
  });

  test('GraphiQL: a role taken away at the provider ends it, and the page says so', options, async () => {
    const page = await openPage(leavingManagers.ofGraphiql);
    await writeQuery(page, liveTotals);
    await page.keyboard.press('ControlOrMeta+Enter');
    await seeChanges(page, 2);
    await place().takeRoleAway(leavingManagers.ofGraphiql, 'BILLING_MANAGER');
    await page.locator('.graphiql-response').getByText('UNAUTHORIZED_FIELD_OR_TYPE').waitFor();
    const shown = await read(page);
    await waitUntilOthersAreTold(place());
    assert.equal(await read(page), shown);
    await page.context().close();
  });
}
