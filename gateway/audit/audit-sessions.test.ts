import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeAuditEntry } from '#platform/audit/audit-codec.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { gatewayMigrations } from '../database/gateway-migrations.ts';
import { createTestGateway, TestBrowser, type TestGateway } from '../session/testing/test-gateway.ts';
import { createTestProvider, type TestProvider } from '../session/testing/test-provider.ts';
import { auditSession } from './audit-sessions.ts';

let database: TestDatabase;
let provider: TestProvider;
let gateway: TestGateway;

before(async () => {
  database = await createTestDatabase('gateway');
  await migrateDatabase({ url: database.urlOf('gateway'), ...gatewayMigrations });
  provider = await createTestProvider();
  gateway = await createTestGateway(database.urlOf('gateway'), provider, {}, auditSession);
});
after(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await provider?.[Symbol.asyncDispose]();
  await database?.close();
});

async function readEntries() {
  const rows = await gateway.database.sql<{ value: Buffer }[]>`
    select value from gateway.audit_outbox order by position`;
  return rows.map((row) => {
    const decoded = decodeAuditEntry(row);
    assert.ok(decoded.kind === 'entry');
    return decoded.entry;
  });
}

test('signing in, ending another session and signing out are entries of the person and of the session', async () => {
  const [browser, other] = [new TestBrowser(), new TestBrowser()];
  await browser.signIn(gateway);
  await other.signIn(gateway);
  await browser.send(gateway, { method: 'DELETE', url: '/auth/sessions' });
  await browser.send(gateway, { method: 'POST', url: '/auth/logout' });
  await browser.send(gateway, { method: 'POST', url: '/auth/logout' });
  const entries = await readEntries();
  assert.deepEqual(
    entries.map(({ action }) => action),
    ['SIGNED_IN', 'SIGNED_IN', 'SESSION_ENDED', 'SIGNED_OUT'],
  );
  const [first, second, ended, out] = entries.map(({ object }) => object?.id);
  assert.deepEqual([ended, out], [second, first]);
  for (const { actor, address, requestId } of entries) {
    assert.deepEqual(actor, { id: provider.person.subject, kind: 'PERSON' });
    assert.equal(address, '127.0.0.1');
    assert.match(requestId ?? '', /^[0-9a-f-]{36}$/);
  }
});
