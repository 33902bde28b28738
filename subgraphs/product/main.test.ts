import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { parse, print } from 'graphql';
import { introspectWithRover } from '#platform/testing/rover.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { startTestProcess, type TestProcess } from '#platform/testing/test-process.ts';
import { productSubgraph } from './subgraph.ts';

let database: TestDatabase;
let issuer: TestIssuer;

before(async () => {
  database = await createTestDatabase('product');
  issuer = await createTestIssuer();
});
after(async () => {
  await issuer.close();
  await database.close();
});

function start(environment: Readonly<Record<string, string>> = {}): Promise<TestProcess> {
  return startTestProcess({
    main: new URL('main.ts', import.meta.url),
    portVariable: 'PRODUCT_PORT',
    environment: { DATABASE_URL: database.urlOf('product'), OIDC_ISSUER: issuer.issuer, ...environment },
  });
}

test('the process starts on an empty database, tells rover its SDL, and ends cleanly', async () => {
  const running = await start();
  try {
    const sdl = await introspectWithRover(`${running.address}/graphql`);
    const written = print(parse(await readFile(productSubgraph.schema, 'utf8')));
    // What federation itself defines follows.
    assert.ok(print(parse(sdl)).startsWith(written), sdl);
  } finally {
    assert.equal(await running.terminate(), 0);
  }
});

test('in production only an administrator is told the SDL', async () => {
  const running = await start({ NODE_ENV: 'production' });
  try {
    const url = `${running.address}/graphql`;
    await assert.rejects(introspectWithRover(url));
    await assert.rejects(introspectWithRover(url, await issuer.sign({ roles: ['PRODUCT_MANAGER'] })));
    assert.match(
      await introspectWithRover(url, await issuer.sign({ roles: ['ADMIN'] })),
      /type Product @key/,
    );
  } finally {
    assert.equal(await running.terminate(), 0);
  }
});
