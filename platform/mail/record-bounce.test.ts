import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordBounce } from './record-bounce.ts';
import { testMails } from './testing/mail-test-tables.ts';
import { openMailDatabase } from './testing/open-mail-database.ts';

test('a mail that comes back is refused with the words of the server, once', async (t) => {
  const { db, sql, queue, find } = await openMailDatabase(t);
  const id = await queue({ recipient: 'ada@example.net' });
  const messageId = `<${id}@example.com>`;
  const record = () => db.transaction((tx) => recordBounce(tx, testMails, { messageId, words: '550 full' }));
  assert.equal(await record(), undefined);
  await sql`
    update mailtest.mails set state = 'SENT', message_id = ${messageId}, attempted_at = now(), sent_at = now()
    where id = ${id}`;
  assert.equal(await record(), id);
  const { state, problemCode, problem, bouncedAt, sentAt } = await find(id);
  assert.deepEqual([state, problemCode, problem], ['REFUSED', 'BOUNCED', '550 full']);
  assert.ok(bouncedAt !== null && sentAt !== null);
  assert.equal(await record(), undefined);
});
