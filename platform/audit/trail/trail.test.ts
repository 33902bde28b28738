import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Sql } from 'postgres';
import { connectSql, type SqlPool } from '#platform/database/sql-pool.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { appendToTrail } from './append-entries.ts';
import { prepareAuditTrail, requireAuditTrail } from './prepare-audit-trail.ts';
import { createAuditEntry } from './testing/create-audit-entry.ts';
import { loadTrailHead } from './trail-head.ts';
import { verifyTrail } from './verify-trail.ts';

let owned: TestDatabase;
let keeper: SqlPool;
let owner: SqlPool;
/** An attacker with all rights, who switches triggers off. */
let attacker: SqlPool;

before(async () => {
  owned = await createTestDatabase('audit_trail', {
    name: 'trail_keeper',
    groups: ['audit_trail_writer'],
  });
  await assert.rejects(requireAuditTrail(owned.urlOf('trail_keeper')), { code: 'TRAIL_NOT_PREPARED' });
  await prepareAuditTrail(owned.urlOf('audit_trail'));
  await requireAuditTrail(owned.urlOf('trail_keeper'));
  keeper = connectSql({ url: owned.urlOf('trail_keeper'), name: 'keeper', maxConnections: 3 });
  owner = connectSql({ url: owned.urlOf('audit_trail'), name: 'owner', maxConnections: 1 });
  attacker = connectSql({ url: owned.adminUrl, name: 'attacker', maxConnections: 1 });
});
after(async () => {
  for (const pool of [keeper, owner, attacker]) await pool?.close();
  await owned.close();
});
beforeEach(() => attack('truncate audit_trail.entries, audit_trail.anchors'));

/** Runs a statement that no role of the system may run, with all triggers off. */
async function attack(statement: string): Promise<void> {
  await attacker.sql.begin(async (tx) => {
    await tx`alter table audit_trail.entries disable trigger user`;
    await tx`alter table audit_trail.anchors disable trigger user`;
    await tx.unsafe(statement);
    await tx`alter table audit_trail.entries enable trigger user`;
    await tx`alter table audit_trail.anchors enable trigger user`;
  });
}

const append = (...entries: Parameters<typeof appendToTrail>[1]) =>
  keeper.sql.begin((tx) => appendToTrail(tx, entries));

async function appendMany(count: number): Promise<void> {
  await append(...Array.from({ length: count }, (_, nth) => createAuditEntry({ requestId: `r-${nth}` })));
}

test('each entry is stored once by its id, in the order of the log, and the chain holds', async () => {
  const [first, second, third] = [createAuditEntry(), createAuditEntry(), createAuditEntry()];
  assert.equal(await append(first, second, first), 2);
  assert.equal(await append(second, third), 1);
  assert.equal(await append(third), 0);
  const rows = await keeper.sql`select number::int, id from audit_trail.entries order by entries.number`;
  assert.deepEqual(
    [...rows],
    [first, second, third].map(({ id }, index) => ({ number: index + 1, id })),
  );
  const verdict = await verifyTrail(keeper.sql);
  assert.ok(verdict.kind === 'whole');
  assert.deepEqual(
    [verdict.entries, verdict.redacted, verdict.head],
    [3, 0, await loadTrailHead(keeper.sql)],
  );
});

test('appends at the same time make one chain without gaps', async () => {
  await Promise.all(Array.from({ length: 9 }, () => appendMany(7)));
  const verdict = await verifyTrail(keeper.sql);
  assert.deepEqual([verdict.kind, verdict.entries], ['whole', 63]);
});

const refused = { code: '42501' };

test('whoever keeps the trail cannot change, delete or truncate it, nor add out of turn, and its owner not by mistake', async () => {
  await appendMany(2);
  const statements = [
    "update audit_trail.entries set code = 'X'",
    'delete from audit_trail.entries where number = 2',
    'truncate audit_trail.entries',
    "insert into audit_trail.anchors values (1, decode(repeat('00', 32), 'hex'), 1, now(), '')",
    'update audit_trail.retention_rule set kept_days = 30',
    'alter table audit_trail.entries disable trigger user',
  ];
  for (const statement of statements) {
    await assert.rejects(keeper.sql.unsafe(statement), refused, statement);
    await assert.rejects(
      keeper.sql.unsafe(`set audit_trail.retention = 'on'; ${statement}`),
      refused,
      statement,
    );
  }
  for (const statement of statements.slice(0, 3))
    await assert.rejects(owner.sql.unsafe(statement), refused, statement);
  const copy = (number: number) => keeper.sql`
    insert into audit_trail.entries
    select ${number}::bigint, gen_random_uuid(), at, level, content_hash, hash, salt, actor_id, actor_kind, client_id, address,
      request_id, source, action, object_type, object_id, outcome, code, count, redacted_at
    from audit_trail.entries where number = 1`;
  await assert.rejects(copy(4), { code: '23000' });
  await assert.rejects(copy(2), { code: '23505' });
  assert.equal((await verifyTrail(keeper.sql)).kind, 'whole');
});

/** Each change of one value of entry 3, and the entry at which it shows. */
const changes: readonly (readonly [change: string, shownAt: bigint])[] = [
  ["actor_id = 'eve'", 3n],
  ["actor_kind = 'SERVICE'", 3n],
  ['client_id = null', 3n],
  ["address = '192.0.2.8'", 3n],
  ["request_id = request_id || '!'", 3n],
  ["source = 'billinh'", 3n],
  ["action = 'INVOICE_VOIDED'", 3n],
  ["object_id = 'i-2'", 3n],
  ["outcome = 'REFUSED'", 3n],
  ["code = 'X'", 3n],
  ['count = 2', 3n],
  ["level = 'INFO'", 3n],
  ["at = at + interval '1 millisecond'", 3n],
  ['id = gen_random_uuid()', 3n],
  ['salt = set_byte(salt, 15, get_byte(salt, 15) # 1)', 3n],
  ['content_hash = set_byte(content_hash, 0, get_byte(content_hash, 0) # 1)', 3n],
  ['hash = set_byte(hash, 31, get_byte(hash, 31) # 1)', 3n],
];

for (const [change, shownAt] of changes) {
  test(`one changed value is found: ${change}`, async () => {
    await appendMany(5);
    await attack(`update audit_trail.entries set ${change} where number = 3`);
    const verdict = await verifyTrail(keeper.sql);
    assert.ok(verdict.kind === 'broken');
    assert.deepEqual([verdict.number, verdict.entries], [shownAt, 2]);
  });
}

const swap = (columns: string) => `
  update audit_trail.entries a set (${columns}) =
    (select ${columns} from audit_trail.entries b where b.number = 5 - a.number)
  where a.number in (2, 3)`;
const content =
  'content_hash, salt, actor_id, actor_kind, client_id, address, request_id, source, action, object_type, object_id, outcome, code, count';

test('entries that were swapped are found, with or without their hashes', async () => {
  for (const columns of [content, `${content}, hash`]) {
    await attack('truncate audit_trail.entries');
    await appendMany(4);
    await attack(swap(columns));
    const verdict = await verifyTrail(keeper.sql);
    assert.deepEqual([verdict.kind, verdict.entries], ['broken', 1]);
  }
});

test('an entry that was deleted is found, at the beginning and in between', async () => {
  for (const number of [1, 3]) {
    await attack('truncate audit_trail.entries');
    await appendMany(4);
    await attack(`delete from audit_trail.entries where number = ${number}`);
    const verdict = await verifyTrail(keeper.sql);
    assert.ok(verdict.kind === 'broken');
    assert.deepEqual([verdict.number, verdict.entries], [BigInt(number), number - 1]);
    assert.match(verdict.problem, /missing/);
  }
});

test('an end that was cut off is found by a head that was kept, also after it was written anew', async () => {
  await appendMany(3);
  const { hash: keptHead } = await loadTrailHead(keeper.sql);
  await appendMany(2);
  assert.equal((await verifyTrail(keeper.sql, { keptHead })).kind, 'whole');
  await attack('delete from audit_trail.entries where number > 2');
  assert.equal((await verifyTrail(keeper.sql)).kind, 'whole');
  for (const entries of [2, 6]) {
    const verdict = await verifyTrail(keeper.sql, { keptHead });
    assert.deepEqual([verdict.kind, verdict.entries], ['broken', entries]);
    await appendMany(4);
  }
});

test('a chain of many entries is verified a part at a time', async () => {
  await appendMany(2_500);
  const seen: number[] = [];
  const verdict = await verifyTrail(keeper.sql, { onProgress: (entries) => seen.push(entries) });
  assert.deepEqual([verdict.kind, seen], ['whole', [1_000, 2_000, 2_500]]);
  const stopped = AbortSignal.abort();
  await assert.rejects(verifyTrail(keeper.sql, { signal: stopped }), { name: 'AbortError' });
});

const longAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const applyRetention = async (sql: Sql, most = 1_000) => {
  const [row] = await sql<{ count: number }[]>`select audit_trail.apply_retention(${most})::int as count`;
  return row?.count;
};

test('the rule removes from the beginning and blanks in between, and the chain still holds', async () => {
  await prepareAuditTrail(owned.urlOf('audit_trail'), { INFO: 30, NOTICE: 60, WARNING: 3_653 });
  await append(
    ...[31, 61].map((days) =>
      createAuditEntry({ at: longAgo(days), level: days === 31 ? 'INFO' : 'NOTICE' }),
    ),
    createAuditEntry({ at: longAgo(100), level: 'WARNING' }),
    createAuditEntry({ at: longAgo(50), level: 'INFO' }),
    createAuditEntry({ at: longAgo(50), level: 'NOTICE' }),
  );
  const { hash: keptHead } = await loadTrailHead(keeper.sql);
  // One at a time, as entries may be many.
  for (const count of [1, 1, 1, 0]) assert.equal(await applyRetention(keeper.sql, 1), count);
  const anchors = await keeper.sql`
    select number::int, removed::int, rule from audit_trail.anchors order by anchors.number`;
  const rule = 'INFO=30,NOTICE=60,WARNING=3653';
  assert.deepEqual(
    [...anchors],
    [
      { number: 1, removed: 1, rule },
      { number: 2, removed: 1, rule },
    ],
  );
  const left = await keeper.sql`
    select number::int, level, actor_id is null as blank from audit_trail.entries order by entries.number`;
  assert.deepEqual(
    [...left],
    [
      { number: 3, level: 'WARNING', blank: false },
      { number: 4, level: 'INFO', blank: true },
      { number: 5, level: 'NOTICE', blank: false },
    ],
  );
  const verdict = await verifyTrail(keeper.sql, { keptHead });
  assert.ok(verdict.kind === 'whole');
  assert.deepEqual([verdict.entries, verdict.redacted, verdict.start.number], [3, 1, 2n]);
  await appendMany(1);
  assert.equal((await verifyTrail(keeper.sql)).entries, 4);
});

test('a chain of which everything was removed continues after its anchor', async () => {
  await prepareAuditTrail(owned.urlOf('audit_trail'), { INFO: 30, NOTICE: 30, WARNING: 30 });
  await append(createAuditEntry({ at: longAgo(40) }), createAuditEntry({ at: longAgo(40) }));
  assert.equal(await applyRetention(keeper.sql), 2);
  await appendMany(1);
  const verdict = await verifyTrail(keeper.sql);
  assert.ok(verdict.kind === 'whole');
  assert.deepEqual([verdict.start.number, verdict.head.number], [2n, 3n]);
});

test('a content that was blanked before its time is found, and a beginning that was removed without an anchor', async () => {
  await appendMany(2);
  const blank = content
    .split(', ')
    .slice(1)
    .map((column) => `${column} = null`)
    .join(', ');
  await attack(`update audit_trail.entries set redacted_at = now(), ${blank} where number = 2`);
  const verdict = await verifyTrail(keeper.sql);
  assert.ok(verdict.kind === 'broken');
  assert.match(verdict.problem, /blanked before/);
});
