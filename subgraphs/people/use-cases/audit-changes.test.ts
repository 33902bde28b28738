import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { decodeAuditEntry } from '#platform/audit/audit-codec.ts';
import { AuditScope, runInAuditScope } from '#platform/audit/audit-scope.ts';
import { noOrigin } from '#platform/audit/request-origin.ts';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { ChangeAudit } from './audit-changes.ts';

let testDatabase: TestDatabase;
let database: Database;
let changes: ChangeAudit;

before(async () => {
  testDatabase = await createTestDatabase('people');
  const url = testDatabase.urlOf('people');
  const folder = fileURLToPath(new URL('../migrations/', import.meta.url));
  await migrateDatabase({ url, schema: 'people', folder });
  database = connectDatabase({ url, name: 'people' });
  changes = new ChangeAudit(database.db);
});
beforeEach(() => database.sql`truncate audit_intents, audit_outbox`);
after(async () => {
  await database?.close();
  await testDatabase?.close();
});

const done = { person: null, userErrors: [] };

function change(
  work: () => Promise<{ userErrors: { field: string[]; message: string; code: 'NOT_FOUND' }[] }>,
) {
  const scope = new AuditScope({
    source: 'people',
    action: 'PERSON_ROLES_SET',
    level: 'NOTICE',
    object: 'Person',
    caller: { actor: { id: 'admin', kind: 'PERSON' }, clientId: null },
    origin: noOrigin,
  });
  return runInAuditScope(scope, () => changes.run('person-1', work));
}

async function readAll() {
  const rows = await database.sql<{ value: Buffer }[]>`select value from audit_outbox order by position`;
  const [intents] = await database.sql<{ count: number }[]>`select count(*)::int as count from audit_intents`;
  const entries = rows.map((row) => {
    const decoded = decodeAuditEntry(row);
    assert.ok(decoded.kind === 'entry');
    const { object, outcome, code, level } = decoded.entry;
    return { id: object?.id, outcome, code, level };
  });
  return { entries, intents: intents?.count };
}

test('a change that was done is one entry, and its intent is gone', async () => {
  await change(async () => {
    assert.equal((await readAll()).intents, 1);
    return done;
  });
  assert.deepEqual(await readAll(), {
    entries: [{ id: 'person-1', outcome: 'DONE', code: null, level: 'NOTICE' }],
    intents: 0,
  });
});

test('a change that was refused leaves neither; the refusal is written where all are', async () => {
  await change(async () => ({ userErrors: [{ field: ['id'], message: 'No.', code: 'NOT_FOUND' }] }));
  assert.deepEqual(await readAll(), { entries: [], intents: 0 });
});

test('a change of which nobody knows the end is told after a while, once', async () => {
  await assert.rejects(
    change(async () => {
      throw new Error('The provider does not answer.');
    }),
  );
  assert.equal(await changes.moveForgotten(), 0);
  await database.sql`update audit_intents set created_at = created_at - interval '11 minutes'`;
  assert.equal(await changes.moveForgotten(), 1);
  assert.equal(await changes.moveForgotten(), 0);
  assert.deepEqual(await readAll(), {
    entries: [{ id: 'person-1', outcome: 'REFUSED', code: 'OUTCOME_UNKNOWN', level: 'WARNING' }],
    intents: 0,
  });
});
