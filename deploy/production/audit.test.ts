import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { findAuditProblems } from './audit.ts';

const now = new Date('2026-03-03T00:00:00.000Z');
const find = (environment: Readonly<Record<string, string>>) => findAuditProblems(environment, now);
const onLog = { KAFKA_BROKERS: 'broker:9092' };

test('variables without an audit, and those that are fit for one, have no problem', async () => {
  assert.deepEqual(await find({}), []);
  assert.deepEqual(
    await find({
      ...onLog,
      DATA_DIR: '/data',
      AUDIT_RETENTION: 'INFO=365',
      AUDIT_TRAIL_DATABASE_PASSWORD: randomUUID(),
      AUDIT_DATABASE_PASSWORD: randomUUID(),
    }),
    [],
  );
  assert.deepEqual(await find({ DATA_DIR: '/tmp/data' }), []);
});

test('a folder for temporary files, another rule than days and a role of the owner are problems', async () => {
  const problems = await find({
    ...onLog,
    DATA_DIR: '/var/tmp/data',
    AUDIT_RETENTION: '3',
    DATABASE_URL: 'postgres://audit_trail:secret@localhost/facturation',
  });
  assert.deepEqual(
    problems.map((problem) => problem.split(' ')[0]),
    ['AUDIT_RETENTION:', 'DATABASE_URL:', 'DATA_DIR:'],
  );
  assert.equal((await find({ ...onLog, DATA_DIR: '/tmp' })).length, 1);
  assert.deepEqual(await find({ ...onLog, DATA_DIR: '/tmporary' }), []);
});

test("the owner's password is long, not published, and that of no other role; problems do not show it", async () => {
  const shared = randomUUID();
  for (const [password, said] of [
    ['short', /16 characters/],
    ['replaceMeWithYourOwnSecret23', /published/],
    [shared, /that of AUDIT_DATABASE_PASSWORD/],
  ] as const) {
    const problems = await find({
      AUDIT_TRAIL_DATABASE_PASSWORD: password,
      AUDIT_DATABASE_PASSWORD: shared,
    });
    assert.equal(problems.length, 1, password);
    assert.match(problems[0] ?? '', said);
    assert.doesNotMatch(problems[0] ?? '', new RegExp(password));
  }
});
