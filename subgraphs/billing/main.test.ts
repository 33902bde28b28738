import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { parse, print } from 'graphql';
import { introspectWithRover } from '#platform/testing/rover.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { startTestProcess } from '#platform/testing/test-process.ts';

let database: TestDatabase;
let issuer: TestIssuer;

before(async () => {
  database = await createTestDatabase('billing');
  issuer = await createTestIssuer();
});
after(async () => {
  await issuer.close();
  await database.close();
});

test('the process starts on an empty database, tells rover its SDL, and ends cleanly', async () => {
  const running = await startTestProcess({
    main: new URL('main.ts', import.meta.url),
    portVariable: 'BILLING_PORT',
    environment: { DATABASE_URL: database.urlOf('billing'), OIDC_ISSUER: issuer.issuer },
  });
  try {
    const sdl = await introspectWithRover(`${running.address}/graphql`);
    const schema = await readFile(new URL('../../schema/billing.graphql', import.meta.url), 'utf8');
    // What federation itself defines follows.
    assert.ok(print(parse(sdl)).startsWith(print(parse(schema))), sdl);
  } finally {
    assert.equal(await running.terminate(), 0);
  }
});
