import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { sql } from '#platform/database/drizzle.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { answerOnce, type KeyedCall, maxKeyLength, type UseCase } from './answer-once.ts';
import type { Checked, UserError } from './input-problems.ts';

let owned: TestDatabase;
let database: Database;

before(async () => {
  owned = await createTestDatabase('answers');
  database = connectDatabase({ url: owned.urlOf('answers'), name: 'test' });
  await database.sql`
    create table idempotency_keys (
      operation text not null, subject text not null, key text not null,
      input_hash text not null, result text, created_at timestamptz not null default now(),
      primary key (operation, subject, key))`;
  await database.sql`create table notes (id text primary key)`;
});
after(async () => {
  await database.close();
  await owned.close();
});

const principal = { issuer: 'https://id.example', subject: 'anna' };
const tooLong: UserError = { field: ['text'], code: 'TOO_LONG', message: 'Too long.' };

/** Adds a note each time it runs, unless a step is replaced. */
const addNote = (changes: Partial<UseCase<string>> = {}): UseCase<string> => ({
  prepare: async () => ({ value: randomUUID() }),
  write: async (tx, id) => {
    await tx.execute(sql`insert into notes (id) values (${id})`);
    return { value: id };
  },
  ...changes,
});
const call = (key: string | null, input: unknown = 'text'): KeyedCall => ({
  operation: 'addNote',
  principal,
  key,
  input,
});
const answer = (given: KeyedCall, useCase = addNote()) => answerOnce(database.db, given, useCase);
const codesOf = ({ problems = [] }: Checked<string>) => problems.map(({ code }) => code);
const countNotes = async () => (await database.sql`select count(*)::int as n from notes`)[0]?.['n'];

test('a call without a key runs each time', async () => {
  const [first, second] = [await answer(call(null)), await answer(call(null))];
  assert.ok(first.value);
  assert.notEqual(first.value, second.value);
});

test('a repeated call is answered with the first id, even at the same time', async () => {
  const before = await countNotes();
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 8 }, () => answer(call(key))));
  answers.push(await answer(call(key), addNote({ prepare: assert.fail })));
  assert.equal(new Set(answers.map(({ value }) => value)).size, 1);
  assert.equal(await countNotes(), before + 1);
});

test('a key with another input is refused', async () => {
  const key = randomUUID();
  await answer(call(key));
  assert.deepEqual(codesOf(await answer(call(key, 'another text'))), ['IDEMPOTENCY_KEY_REUSED']);
});

test('problems of either step leave the key free', async () => {
  const key = randomUUID();
  const refuse = async () => ({ problems: [tooLong] });
  assert.deepEqual(await answer(call(key), addNote({ prepare: refuse })), { problems: [tooLong] });
  assert.deepEqual(await answer(call(key), addNote({ write: refuse })), { problems: [tooLong] });
  assert.ok((await answer(call(key, 'shorter'))).value);
});

test('an id that is known before is the answer, also for a repeated call, and not for a call that was refused', async () => {
  const key = randomUUID();
  const id = randomUUID();
  const refuse = async () => ({ problems: [tooLong] });
  await answer(call(key), addNote({ id, write: refuse }));
  const known = addNote({ id, prepare: async () => ({ value: id }) });
  assert.deepEqual(await answer(call(key), known), { value: id });
  assert.deepEqual(await answer(call(key)), { value: id });
});

test('a call is answered with the result of an equal call that ended during its preparation', async () => {
  const key = randomUUID();
  let first: Checked<string> | undefined;
  const prepare = async () => {
    first = await answer(call(key));
    return { problems: [tooLong] };
  };
  assert.deepEqual(await answer(call(key), addNote({ prepare })), first);
});

test('a key has from 1 character to its maximum, and a wrong one is reported with the other problems', async () => {
  assert.ok((await answer(call('k'.repeat(maxKeyLength)))).value);
  assert.deepEqual(codesOf(await answer(call(''))), ['REQUIRED']);
  const refused = addNote({ prepare: async () => ({ problems: [tooLong] }) });
  const given = await answer(call('k'.repeat(maxKeyLength + 1)), refused);
  assert.deepEqual(
    given.problems?.map(({ field, code }) => [...field, code]),
    [
      ['text', 'TOO_LONG'],
      ['idempotencyKey', 'TOO_LONG'],
    ],
  );
});
