import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toPgArray } from '#platform/database/pg-array.ts';
import { queueMail } from './queue-mail.ts';
import { testMails } from './testing/mail-test-tables.ts';
import { openMailDatabase } from './testing/open-mail-database.ts';

test('queues a mail with the transaction, once for a dedupe key', async (t) => {
  const { db, sql, find } = await openMailDatabase(t);
  const mail = {
    kind: 'INVOICE',
    about: { invoice: '7' },
    recipient: 'ada@example.net',
    dedupeKey: 'issued:7',
  };
  const rolledBack = db.transaction(async (tx) => {
    await queueMail(tx, testMails, mail);
    throw new Error('rolled back');
  });
  await assert.rejects(rolledBack, /rolled back/);
  const ids = await Promise.all(
    Array.from({ length: 5 }, () => db.transaction((tx) => queueMail(tx, testMails, mail))),
  );
  const [id, ...others] = ids.filter((each) => each !== undefined);
  assert.deepEqual(others, []);
  const row = await find(id ?? '');
  assert.deepEqual(
    [row.kind, row.about, row.recipient, row.state, row.attempts],
    ['INVOICE', { invoice: '7' }, 'ada@example.net', 'WAITING', 0],
  );
  const [{ count } = { count: 0 }] = await sql<
    { count: number }[]
  >`select count(*)::int as count from mailtest.mails`;
  assert.equal(count, 1);
});

test('the table takes no mail without what its state needs, and none beyond the bounds', async (t) => {
  const { sql, queue } = await openMailDatabase(t);
  const id = await queue();
  const refused: readonly [string, string][] = [
    ['state', 'LOST'],
    ['state', 'SENT'],
    ['state', 'SENDING'],
    ['kind', ''],
    ['recipient', 'x'.repeat(255)],
    ['about', '[]'],
    ['about', JSON.stringify({ note: 'x'.repeat(4_000) })],
  ];
  for (const [column, value] of refused) {
    const change = sql`update mailtest.mails set ${sql(column)} = ${value} where id = any(${toPgArray([id])}::text::uuid[])`;
    await assert.rejects(change, { code: '23514' }, column);
  }
});
