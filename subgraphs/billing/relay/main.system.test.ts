import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { writeToOutbox } from '#platform/outbox/write-to-outbox.ts';
import { startTestProcess, type TestProcess } from '#platform/testing/test-process.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { decodeImportedPayments, isImportedPayments } from '#schema/facturation/imported-payments.ts';
import { decodeImportedTotals, isImportedTotals } from '#schema/facturation/imported-totals.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import { workTopic } from '#schema/work-events/work-topic.ts';
import { workOutbox } from '../outbox-tables.ts';
import { importChunk, importedInvoice } from '../testing/test-import.ts';
import { createTestOutbox, type TestOutbox } from '../testing/test-outbox.ts';

let outbox: TestOutbox;
const running: TestProcess[] = [];

before(async () => {
  outbox = await createTestOutbox();
  await outbox.log.ensureTopic(FACTURATION, 2);
});
after(async () => {
  await Promise.all(running.map((relay) => relay.kill()));
  await outbox.close();
});

async function start(): Promise<TestProcess> {
  const relay = await startTestProcess({
    main: new URL('main.ts', import.meta.url),
    portVariable: 'RELAY_PORT',
    environment: { DATABASE_URL: outbox.billingUrl, EVENT_LOG_DATABASE_URL: outbox.logUrl },
  });
  running.push(relay);
  return relay;
}

const isEmpty = async () => (await outbox.countWaiting()) === 0;

async function eventsByKey(): Promise<Map<string | null, { id: string; text: string }[]>> {
  const records = (await outbox.readAll(FACTURATION)).map(({ key, value, headers }) => ({
    key,
    id: headers['ce_id'] ?? '',
    text: Buffer.from(value).toString(),
  }));
  return Map.groupBy(records, ({ key }) => key);
}

/** The texts of a key in the order of their first appearance. */
const firstTexts = async (key: string) => [
  ...new Set((await eventsByKey()).get(key)?.map(({ text }) => text)),
];

test('relays waiting and new messages, shows its figures, and ends cleanly', async () => {
  await outbox.write('metrics', 'before');
  const relay = await start();
  await waitFor('what waited to be relayed', isEmpty);
  await outbox.write('metrics', 'after');
  await waitFor('what came to be relayed', isEmpty);
  assert.deepEqual(await firstTexts('metrics'), ['before', 'after']);
  const figures = await (await fetch(`${relay.address}/metrics`)).text();
  assert.match(figures, /^billing_relay_appended_total 2$/m);
  assert.match(figures, /^billing_relay_active 1$/m);
  assert.match(figures, /^billing_outbox_pending 0$/m);
  assert.match(figures, /^billing_outbox_lag_seconds 0$/m);
  assert.equal(await relay.terminate(), 0);
});

test('events of people’s work go to a topic of their own', async () => {
  const { database, log } = outbox;
  const event = { eventId: randomUUID(), key: 'a', headers: { ce_id: '1' }, timestampMs: 1_000 };
  await database.db.transaction((tx) =>
    writeToOutbox(tx, workOutbox, [{ ...event, value: Buffer.from('work') }]),
  );
  await start();
  await waitFor('the event to be relayed', async () => {
    const [row] = await database.sql`select count(*)::int as count from billing.work_outbox`;
    return row?.['count'] === 0;
  });
  assert.equal((await log.endOffsets(workTopic)).length, 1);
  const [record] = await outbox.readAll(workTopic);
  assert.deepEqual(
    [record?.key, String(record?.value), record?.headers, record?.timestampMs],
    ['a', 'work', { ce_id: '1' }, 1_000],
  );
});

test('adds up what was imported, also before its start, and relays the sums', async () => {
  const invoices = [1, 2, 3].map(() => importedInvoice({ customer_name: 'Imported' }));
  const importOne = (nth: number) =>
    importChunk(outbox.database.sql, { invoices: invoices.slice(nth, nth + 1) });
  const readSums = async () => {
    const records = (await outbox.readAll(FACTURATION)).filter(({ headers }) => isImportedTotals(headers));
    const totals = records.map(({ value }) => decodeImportedTotals(value));
    return totals.flatMap((decoded) => (decoded.kind === 'totals' ? decoded.totals : []));
  };
  const waitForCount = (count: number) =>
    waitFor(
      'the sums to be relayed',
      async () => (await readSums()).reduce((sum, total) => sum + total.count, 0) === count,
    );
  await importOne(0);
  const relay = await start();
  await waitForCount(1);
  await importOne(1);
  await importOne(2);
  await waitForCount(3);
  const sums = await readSums();
  assert.equal(
    sums.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    36_000n,
  );
  const figures = await (await fetch(`${relay.address}/metrics`)).text();
  assert.match(figures, /^billing_unannounced_imports 0$/m);
  assert.equal(await relay.terminate(), 0);
});

test('adds up payments of files, and relays the sums', async () => {
  const invoice = importedInvoice({ customer_name: 'Paid by a file' });
  await importChunk(outbox.database.sql, { invoices: [invoice] });
  const readSums = async () => {
    const records = (await outbox.readAll(FACTURATION)).filter(({ headers }) => isImportedPayments(headers));
    const sums = records.map(({ value }) => decodeImportedPayments(value));
    return sums.flatMap((decoded) => (decoded.kind === 'totals' ? decoded.totals : []));
  };
  const relay = await start();
  await outbox.database.sql`
    insert into billing.payments (id, invoice_id, kind, amount_minor, method, paid_on, recorded_by, recorded_at,
      import_job_id, import_row)
    select gen_random_uuid(), ${invoice.id}, 'PAYMENT', 10 * nth, 'BANK_TRANSFER', '2026-03-01', 'batch', now(),
      gen_random_uuid(), nth
    from generate_series(1, 3) as nth`;
  await waitFor('the sums to be relayed', async () => (await readSums()).length > 0);
  assert.deepEqual(await readSums(), [
    { customerName: 'Paid by a file', currency: 'EUR', count: 3, amountMinor: 60n },
  ]);
  const figures = await (await fetch(`${relay.address}/metrics`)).text();
  assert.match(figures, /^billing_unannounced_payments 0$/m);
  assert.equal(await relay.terminate(), 0);
});

test('a relay that was killed between append and deletion sends again under the same event id', async () => {
  // A deletion waits for a lock that the test holds.
  await outbox.database.sql.unsafe(`
    create function billing.hold() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock_shared(4712); return old; end $$;
    create trigger held before delete on billing.outbox for each row execute function billing.hold()`);
  const lock = await outbox.database.sql.reserve();
  try {
    await lock`select pg_advisory_lock(4712)`;
    const relay = await start();
    await outbox.write('killed', 'once');
    await waitFor('the relay to have appended and not deleted', async () => {
      const waiting = await outbox.database.sql`
        select 1 from pg_locks where locktype = 'advisory' and objid = 4712 and not granted
          and database = (select oid from pg_database where datname = current_database())`;
      return waiting.length === 1;
    });
    assert.equal((await eventsByKey()).get('killed')?.length, 1);
    await relay.kill();
    await lock`select pg_advisory_unlock(4712)`;
  } finally {
    lock.release();
  }
  await outbox.database.sql`drop trigger held on billing.outbox`;
  const next = await start();
  await waitFor('the next relay to take over', isEmpty);
  const events = (await eventsByKey()).get('killed') ?? [];
  assert.equal(new Set(events.map(({ id }) => id)).size, 1);
  assert.equal(events.length, 2);
  assert.equal(await next.terminate(), 0);
});

const kills = pickSize({ quick: 1, long: 4 });
/** The minimum number of texts of each key, however fast the kills are. */
const minTexts = 100;

test('repeated kills with a stand-by lose nothing and keep each key in order', async () => {
  const relays = [await start(), await start()];
  let isWriting = true;
  const writing = ['x', 'y', 'z'].map(async (key) => {
    const written: string[] = [];
    while (isWriting || written.length <= minTexts) {
      const text = String(written.length);
      await outbox.write(key, text);
      written.push(text);
      // The relays need the processor to start.
      await setTimeout(2);
    }
    return { key, written };
  });
  for (let round = 0; round < kills; round += 1) {
    await relays.shift()?.kill();
    relays.push(await start());
  }
  isWriting = false;
  const all = await Promise.all(writing);
  await waitFor('the outbox to be empty', isEmpty);
  for (const { key, written } of all) {
    assert.deepEqual(await firstTexts(key), written, key);
  }
  for (const relay of relays) assert.equal(await relay.terminate(), 0);
});

test('continues by itself after its connections are cut', async () => {
  const relay = await start();
  for (let nth = 1; nth <= 3; nth += 1) {
    await outbox.database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name like 'billing-relay%' and usename = current_user and datname = current_database()`;
    await outbox.write('cut', String(nth));
    await waitFor('the message to be relayed', isEmpty);
  }
  assert.deepEqual(await firstTexts('cut'), ['1', '2', '3']);
  assert.equal(await relay.terminate(), 0);
});
