import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page, Request } from 'playwright-core';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

/** The name of the operation that a request asks for, if it is one of GraphQL. */
function toOperationNames(request: Request): string[] {
  if (!request.url().endsWith('/graphql') || request.method() !== 'POST') return [];
  return [(request.postDataJSON() as { operationName: string }).operationName];
}

/**
 * Opens an address while no file of the page arrives, until none has been asked for in a second. Whatever is asked for later is
 * asked for by a script that has arrived.
 *
 * @returns the files in the order in which they were asked for, which goes on to grow, and how many were asked for at once
 */
async function openHeldBack(
  page: Page,
  open: () => Promise<void>,
): Promise<{ files: string[]; atOnce: number }> {
  const files: string[] = [];
  const release = Promise.withResolvers<void>();
  await page.route('**/assets/**', async (route) => {
    files.push(new URL(route.request().url()).pathname);
    await release.promise;
    await route.continue();
  });
  const opened = open();
  let atOnce = -1;
  while (files.length === 0 || files.length > atOnce) {
    atOnce = files.length;
    await sleep(1_000);
  }
  release.resolve();
  await opened;
  return { files, atOnce };
}

for (const [path, table, operation] of [
  ['/customers', 'Customers', 'Customers'],
  ['/products?order=NAME', 'Products', 'Products'],
  ['/invoices?kind=INVOICE', 'Invoices', 'Invoices'],
] as const) {
  test(
    `a browser that was never at ${path} asks for its files at once, and for its list once and before all else`,
    options,
    async () => {
      await using visitor = await open();
      const { page } = visitor;
      await visitor.signIn('admin', path);
      await page.getByRole('table', { name: table }).waitFor();
      const client = await page.context().newCDPSession(page);
      await client.send('Network.setCacheDisabled', { cacheDisabled: true });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(...toOperationNames(request)));
      const others = page.waitForResponse((response) =>
        toOperationNames(response.request()).includes('PreferencesOfPerson'),
      );
      const { files, atOnce } = await openHeldBack(page, () => visitor.go(path));
      await page.getByRole('table', { name: table }).waitFor();
      await others;
      assert.equal(asked[0], operation);
      assert.equal(asked.filter((name) => name === operation).length, 1);
      assert.equal(
        await page.evaluate('earlyRequests.query'),
        undefined,
        'the page has taken the answer to what the early script has asked',
      );
      assert.deepEqual(files.slice(atOnce), [], 'no file is asked for by a script');
      assert.ok(files.length < 20, `${files.length} files`);
    },
  );
}
