import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Sql } from 'postgres';
import { prepareAuditTrail } from '#platform/audit/trail/prepare-audit-trail.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { connectSql, type SqlPool } from '#platform/database/sql-pool.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { findAuditProblems } from './audit.ts';
import { findTrailProblems } from './trail.ts';

const now = new Date('2026-03-03T00:00:00.000Z');
let database: TestDatabase;
let admin: SqlPool;
let sql: Sql;
let url: string;

before(async () => {
  database = await createTestDatabase({ name: 'audit', groups: ['audit_trail_writer'] }, 'audit_trail');
  url = database.urlOf('audit');
  assert.match((await findTrailProblems(url, now)).join(), /cannot be examined/);
  await prepareAuditTrail(database.urlOf('audit_trail'));
  const folder = fileURLToPath(new URL('../../subgraphs/audit/migrations', import.meta.url));
  await migrateDatabase({ url, schema: 'audit', folder });
  admin = connectSql({ url: database.adminUrl, name: 'admin', maxConnections: 1 });
  ({ sql } = admin);
});
after(async () => {
  await admin?.close();
  await database?.close();
});

const find = () => findTrailProblems(url, now);

test('a trail must be found whole within two days, and a break is named', async () => {
  assert.match((await find()).join(), /^The audit trail was not found whole/);
  const hash = Buffer.alloc(32);
  await sql`insert into audit.trail_verification (pass_started_at, through_number, through_hash, known_number, known_hash, whole_at)
    values ('2026-02-28', 9, ${hash}, 9, ${hash}, '2026-02-28T23:59:59Z')`;
  assert.match((await find()).join(), /^The audit trail was not found whole/);
  await sql`update audit.trail_verification set whole_at = '2026-03-01T00:00:00Z'`;
  assert.deepEqual(await find(), []);
  await sql`update audit.trail_verification set broken_number = 7, broken_problem = 'x', broken_at = now()`;
  assert.match((await find()).join(), /^The audit trail is broken: entry 7/);
  await sql`update audit.trail_verification set broken_number = null, broken_problem = null, broken_at = null`;
  assert.deepEqual(await findAuditProblems({ DATABASE_URL: url }, now), []);
});

test('triggers that are disabled and rights that were granted by hand are problems', async () => {
  const entries = 'audit_trail.entries';
  for (const [change, undo, said] of [
    [
      `alter table ${entries} disable trigger entries_append_only`,
      `alter table ${entries} enable trigger entries_append_only`,
      /triggers entries_append_only are/,
    ],
    [
      `grant delete on ${entries} to audit`,
      `revoke delete on ${entries} from audit`,
      /may change the audit trail/,
    ],
    ['grant audit_trail to audit', 'revoke audit_trail from audit', /may change the audit trail/],
  ] as const) {
    await sql.unsafe(change);
    const problems = await find();
    await sql.unsafe(undo);
    assert.equal(problems.length, 1, change);
    assert.match(problems[0] ?? '', said);
  }
  assert.deepEqual(await find(), []);
});
