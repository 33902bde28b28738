import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { relayBatch } from '#platform/outbox/relay-batch.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createTestOutbox, type TestOutbox } from '../testing/test-outbox.ts';

let outbox: TestOutbox;
before(async () => {
  outbox = await createTestOutbox();
});
after(() => outbox.close());

const never = new AbortController().signal;

async function relay(topic: string, batchSize = 100) {
  const { database, log } = outbox;
  return relayBatch(
    { sql: database.sql, outbox: 'billing.outbox', log, topic, batchSize, appendTimeoutMs: 5_000 },
    never,
  );
}

async function textsIn(topic: string): Promise<string[]> {
  return (await outbox.readAll(topic)).map(({ value }) => Buffer.from(value).toString());
}

/** A transaction that starts to write early and commits when it is told to. */
function openTransaction(key: string, text: string) {
  const written = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const committed = outbox.database.db.transaction(async (tx) => {
    // Its transaction id is older than those of the transactions that begin after it.
    await tx.execute('select pg_current_xact_id()');
    await outbox.write(key, text, tx);
    written.resolve();
    await mayCommit.promise;
  });
  return { written: written.promise, commit: () => mayCommit.resolve(), committed };
}

async function isAnyoneWaitingForAKey(): Promise<boolean> {
  const waiting = await outbox.database.sql`
    select 1 from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  return waiting.length > 0;
}

test('a transaction that commits late is relayed late and does not delay others', async () => {
  await outbox.log.ensureTopic('late', 1);
  const slow = openTransaction('a', 'a1');
  await slow.written;
  const next = outbox.write('a', 'a2');
  await waitFor('the second message of the key to wait for the first', isAnyoneWaitingForAKey);
  await outbox.write('b', 'b1');
  await relay('late');
  assert.deepEqual(await textsIn('late'), ['b1']);
  slow.commit();
  await Promise.all([slow.committed, next]);
  await relay('late');
  assert.deepEqual(await textsIn('late'), ['b1', 'a1', 'a2']);
});

test('messages have the order of commits, not of the beginnings of transactions', async () => {
  await outbox.log.ensureTopic('begun', 1);
  const { db } = outbox.database;
  await db.transaction(async (older) => {
    await older.execute('select pg_current_xact_id()');
    await outbox.write('a', 'by the younger');
    await outbox.write('a', 'by the older', older);
  });
  await relay('begun');
  assert.deepEqual(await textsIn('begun'), ['by the younger', 'by the older']);
});

test('a message that is rolled back is never sent', async () => {
  await outbox.log.ensureTopic('rolled-back', 1);
  const rollback = new Error('rolled back');
  const failing = outbox.database.db.transaction(async (tx) => {
    await outbox.write('a', 'never', tx);
    throw rollback;
  });
  await assert.rejects(failing, rollback);
  await outbox.write('a', 'after');
  await relay('rolled-back');
  assert.deepEqual(await textsIn('rolled-back'), ['after']);
});

test('20 writers at once on 5 keys: every message arrives once, each key in the order of positions', async () => {
  await outbox.log.ensureTopic('busy', 3);
  const { db } = outbox.database;
  const positions = new Map<string, number>();
  const writer = async (id: number) => {
    for (let nth = 0; nth < 20; nth += 1) {
      const text = `${id} ${nth}`;
      await db.transaction(async (tx) => {
        await outbox.write(`key ${(id * 7 + nth * 3) % 5}`, text, tx);
        // After a position is drawn, the commit comes after a delay, which differs.
        const [row] = await tx.execute<{ position: string }>(`
          select position, pg_sleep(random() * 0.02) from billing.outbox
          where value = convert_to('${text}', 'UTF8')`);
        positions.set(text, Number(row?.position));
      });
    }
  };
  let isDone = false;
  const relaying = (async () => {
    while (!isDone || (await outbox.countWaiting()) > 0) await relay('busy');
  })();
  await Promise.all(Array.from({ length: 20 }, (_, id) => writer(id)));
  isDone = true;
  await relaying;

  const records = await outbox.readAll('busy');
  assert.equal(records.length, 400);
  for (const [key, ofKey] of Map.groupBy(records, (record) => record.key)) {
    const drawn = ofKey.map(({ value }) => positions.get(Buffer.from(value).toString()) ?? 0);
    assert.deepEqual(
      drawn,
      drawn.toSorted((a, b) => a - b),
      String(key),
    );
  }
});
