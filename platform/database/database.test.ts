import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { connectDatabase, type Database } from './database.ts';
import { migrateDatabase } from './migrate.ts';
import { provisionDatabase } from './provision.ts';

let database: TestDatabase;
let folder: string;
const opened: Database[] = [];

before(async () => {
  database = await createTestDatabase(
    { name: 'left', makesTemporaryTables: true },
    { name: 'right', maxConnections: 7 },
  );
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await mkdir(join(folder, 'meta'));
  await writeFile(join(folder, '0000_things.sql'), 'create table "left".things (id int primary key);');
  const entries = [{ idx: 0, version: '7', when: 1, tag: '0000_things', breakpoints: true }];
  await writeFile(
    join(folder, 'meta', '_journal.json'),
    JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
  );
});

after(async () => {
  await Promise.all(opened.map((one) => one.close()));
  await database.close();
  await rm(folder, { recursive: true });
});

function connect(context: string): Database {
  const connected = connectDatabase({ url: database.urlOf(context), name: `test-${context}` });
  opened.push(connected);
  return connected;
}

test('processes that migrate at once apply each migration once', async () => {
  const migration = { url: database.urlOf('left'), schema: 'left', folder };
  await Promise.all([migrateDatabase(migration), migrateDatabase(migration), migrateDatabase(migration)]);
  const { sql } = connect('left');
  assert.deepEqual([...(await sql`select count(*)::int as count from "left".migrations`)], [{ count: 1 }]);
});

test('a connection reads instants in UTC, bounds its statements, and has no plans compiled', async () => {
  const { sql } = connect('left');
  const [settings] = await sql`
    select current_setting('TimeZone') as zone, current_setting('statement_timeout') as timeout, current_setting('jit') as jit`;
  assert.deepEqual(settings, { zone: 'UTC', timeout: '10s', jit: 'off' });
});

test('a role reaches its own schema and no other', async () => {
  const { sql } = connect('right');
  await assert.rejects(sql`select * from "left".things`, { code: '42501' });
  await assert.rejects(sql`create table public.things (id int)`, { code: '42501' });
  await sql`create table things (id int)`;
  assert.deepEqual(
    [...(await sql`select table_schema from information_schema.tables where table_name = 'things'`)],
    [{ table_schema: 'right' }],
  );
});

test('only a role that is said to makes temporary tables', async () => {
  await connect('left').sql`create temporary table passing (id int)`;
  await assert.rejects(connect('right').sql`create temporary table passing (id int)`, { code: '42501' });
});

test('a role creates no schema, and has limits of its own', async () => {
  const { sql } = connect('right');
  await assert.rejects(sql`create schema other`, { code: '42501' });
  const [role] = await sql`select rolconnlimit as limit, array_to_string(rolconfig, ';') as settings
    from pg_roles where rolname = 'right'`;
  assert.equal(role?.['limit'], 7);
  assert.match(role?.['settings'], /statement_timeout=5min/);
  assert.match(role?.['settings'], /idle_in_transaction_session_timeout=1min/);
});

test('a right to create schemas that an earlier version gave is taken back', async () => {
  const admin = connectDatabase({ url: database.adminUrl, name: 'test-admin' });
  opened.push(admin);
  const [{ name } = { name: '' }] = await admin.sql<{ name: string }[]>`select current_database() as name`;
  await admin.sql`grant create on database ${admin.sql(name)} to "right"`;
  await provisionDatabase(database.adminUrl, [{ name: 'right', password: 'test' }]);
  await assert.rejects(connect('right').sql`create schema other`, { code: '42501' });
});

test('provisioning again changes the password and keeps the rest', async () => {
  const urls = await provisionDatabase(database.adminUrl, [{ name: 'left', password: "it's new" }]);
  const again = connectDatabase({ url: urls.left ?? '', name: 'test-again' });
  opened.push(again);
  await again.ping();
  await again.sql`select * from things`;
  await provisionDatabase(database.adminUrl, [{ name: 'left', password: 'test' }]);
});

test('a name that is not a plain identifier is refused', async () => {
  await assert.rejects(provisionDatabase(database.adminUrl, [{ name: 'a"b', password: 'x' }]), TypeError);
});
