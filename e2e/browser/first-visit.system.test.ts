import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from 'playwright-core';
import { openSharedSystem } from '../shared-system.ts';
import { BrowserSuite } from './browser-suite.ts';

const suite = new BrowserSuite(openSharedSystem);
const { skip, open } = suite;
const options = { skip, timeout: 400_000 };

interface LoadedFile {
  readonly name: string;
  readonly askedAtMs: number;
  readonly hereAtMs: number;
}

/** The name of the operation that a request asks for, if it is one of GraphQL. */
function toOperationNames(request: Request): string[] {
  if (!request.url().endsWith('/graphql') || request.method() !== 'POST') return [];
  return [(request.postDataJSON() as { operationName: string }).operationName];
}

const readLoadedFiles = `performance.getEntriesByType('resource')
  .filter(({ name }) => name.includes('/assets/'))
  .map(({ name, startTime, responseEnd }) => ({ name, askedAtMs: startTime, hereAtMs: responseEnd }))`;

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
      await visitor.go(path);
      await page.getByRole('table', { name: table }).waitFor();
      await others;
      assert.equal(asked[0], operation);
      assert.equal(asked.filter((name) => name === operation).length, 1);
      assert.equal(
        await page.evaluate('earlyRequests.query'),
        undefined,
        'the page has taken the answer to what the early script has asked',
      );
      const files = await page.evaluate<LoadedFile[]>(readLoadedFiles);
      const [packages] = files.filter(({ name }) => /\/packages-[^/]+\.js$/.test(name));
      assert.ok(packages, 'the page has a file of packages');
      const late = files.filter(({ askedAtMs }) => askedAtMs > packages.hereAtMs);
      assert.deepEqual(late, [], 'no file is asked for by a script');
      assert.ok(files.length < 20, `${files.length} files`);
    },
  );
}
