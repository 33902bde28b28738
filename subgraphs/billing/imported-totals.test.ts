import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { v7 as uuid } from 'uuid';
import { waitFor } from '#platform/testing/wait-for.ts';
import {
  announceAll,
  readAnnounced,
  sumAnnounced,
  sumLedger,
  undoImport,
} from './testing/announced-totals.ts';
import {
  type ImportedInvoice,
  importChunk,
  importedInvoice,
  startTestImport,
  type TestImport,
} from './testing/test-import.ts';

const customer = '0195f3a0-0000-7000-8000-000000000001';

let database: TestImport;

before(async () => {
  database = await startTestImport();
});
after(() => database.close());
beforeEach(async () => {
  await announceAll(database.billing);
  await database.billing`delete from billing.outbox`;
});

/** The invoices of earlier tests are in the ledger, and were announced. */
const invoicesOf = (name: string, changes: readonly Partial<ImportedInvoice>[]) =>
  changes.map((change) => importedInvoice({ customer_name: name, ...change }));

async function assertEqualsLedger(): Promise<void> {
  await announceAll(database.billing);
  const [announced, ledger] = [await sumAnnounced(database.billing), await sumLedger(database.billing)];
  for (const [key, sums] of Object.entries(announced)) assert.equal(sums, ledger[key], key);
}

test('imported invoices are announced in exact sums by customer and currency, credit notes below zero', async () => {
  const large = 9_000_000_000_000_000;
  const invoices = [
    ...invoicesOf('Ada', [
      { net_minor: 100, tax_minor: 20, issued_at: '2010-12-01T08:26:00.123Z' },
      { net_minor: 1, issued_at: '2009-12-01T08:26:00Z' },
      { net_minor: -300, is_credit_note: true },
      { currency: 'JPY', net_minor: 7 },
    ]),
    ...invoicesOf('Söhne "& Töchter"\\', [{ customer_id: customer }, { customer_id: customer }]),
    ...invoicesOf(
      'Large',
      Array.from({ length: 1_100 }, () => ({ net_minor: large })),
    ),
  ];
  await importChunk(database.batch, { invoices });
  assert.deepEqual(await readAnnounced(database.billing), []);
  await announceAll(database.billing);
  const totals = (await readAnnounced(database.billing)).flat();
  const byName = Map.groupBy(totals, ({ customerName }) => customerName);
  const issuedAtMs = Date.UTC(2010, 11, 1, 8, 26, 0, 123);
  const ada = byName.get('Ada')?.toSorted((left, right) => left.currency.localeCompare(right.currency));
  assert.deepEqual(ada, [
    { customerName: 'Ada', currency: 'EUR', count: 3, amountMinor: -179n, latestIssuedAtMs: issuedAtMs },
    { customerName: 'Ada', currency: 'JPY', count: 1, amountMinor: 7n, latestIssuedAtMs: issuedAtMs },
  ]);
  assert.deepEqual(byName.get('Söhne "& Töchter"\\'), [
    {
      customerId: customer,
      customerName: 'Söhne "& Töchter"\\',
      currency: 'EUR',
      count: 2,
      amountMinor: 24_000n,
      latestIssuedAtMs: issuedAtMs,
    },
  ]);
  assert.equal(byName.get('Large')?.[0]?.amountMinor, 1_100n * BigInt(large));
  await assertEqualsLedger();
});

test('an event has 200 totals at most, and those of several transactions are added up together', async () => {
  const names = Array.from({ length: 401 }, (_, nth) => `Many ${nth}`);
  for (const job of [uuid(), uuid()])
    await importChunk(database.batch, { invoices: names.flatMap((name) => invoicesOf(name, [{}])), job });
  await announceAll(database.billing);
  const events = await readAnnounced(database.billing);
  assert.deepEqual(
    events.map(({ length }) => length).toSorted((left, right) => left - right),
    [1, 200, 200],
  );
  assert.ok(events.flat().every(({ count }) => count === 2));
  await assertEqualsLedger();
});

test('only what is new in a chunk counts, and a chunk that is rolled back counts nothing', async () => {
  const [first, ...others] = invoicesOf('Again', [{}, {}, {}]);
  assert.ok(first);
  await importChunk(database.batch, { invoices: [first] });
  const again = [first, ...others].map((invoice) => ({ ...invoice, id: uuid() }));
  const conflicting = { ...first, id: uuid(), net_minor: 1, row_number: 9_000 };
  await importChunk(database.batch, { invoices: [...again, conflicting, ...invoicesOf('Again', [{}])] });
  await importChunk(database.batch, { invoices: again.map((invoice) => ({ ...invoice, id: uuid() })) });
  const rolledBack = database.batch.begin(async (tx) => {
    await tx`select billing.open_import()`;
    await tx`insert into import_invoices ${tx(invoicesOf('Again', [{}]))}`;
    await tx`select billing.merge_import(${uuid()})`;
    throw new Error('rolled back');
  });
  await assert.rejects(rolledBack, /rolled back/);
  await announceAll(database.billing);
  assert.deepEqual(await sumAnnounced(database.billing), { 'Again EUR': '4 invoices, 48000' });
  await assertEqualsLedger();
});

test('an undo announces what was announced below zero, and keeps silent about what was not', async () => {
  const job = uuid();
  const invoices = invoicesOf('Undone', [{}, { currency: 'CHF', net_minor: 5 }, {}]);
  await importChunk(database.batch, { invoices, job });
  await announceAll(database.billing);
  await importChunk(database.batch, { invoices: invoicesOf('Undone', [{ net_minor: 7 }]), job });
  // Somebody has paid it: it stays.
  await database.billing`
    update billing.invoices set status = 'PAID', version = 2 where number = ${invoices[0]?.number ?? ''}`;
  await undoImport(database.batch, job, 1);
  const removals = (await readAnnounced(database.billing)).slice(1).flat();
  assert.deepEqual(
    removals.map(({ count, amountMinor, currency }) => [count, amountMinor, currency]),
    [
      [-1, -5n, 'CHF'],
      [-1, -12_000n, 'EUR'],
    ],
  );
  assert.ok(removals.every((total) => total.latestIssuedAtMs === undefined));
  await announceAll(database.billing);
  assert.deepEqual(await sumAnnounced(database.billing), { 'Undone EUR': '1 invoices, 12000' });
  await assertEqualsLedger();
});

test('an undo waits for whoever announces the import at this moment, and then takes it back', async () => {
  const job = uuid();
  await importChunk(database.batch, { invoices: invoicesOf('Raced', [{}, {}]), job });
  const other = database.connect();
  let undone: Promise<void> | undefined;
  await database.billing.begin(async (tx) => {
    await tx`select billing.announce_imports(5)`;
    undone = undoImport(other, job);
    await waitFor('the undo to wait', async () => {
      const waiting = await database.admin`
        select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
      return waiting.length === 1;
    });
  });
  await undone;
  assert.deepEqual(await sumAnnounced(database.billing), {});
  assert.equal((await readAnnounced(database.billing)).length, 2);
});

test('an announcement that is cut off leaves nothing, and the next one leaves all', async () => {
  await importChunk(database.batch, { invoices: invoicesOf('Cut', [{}, {}]) });
  const killed = database.connect('billing');
  const announcing = killed`
    select pg_terminate_backend(pg_backend_pid()) from billing.announce_imports(5)`;
  await assert.rejects(announcing);
  assert.deepEqual(await readAnnounced(database.billing), []);
  await announceAll(database.billing);
  assert.deepEqual(await sumAnnounced(database.billing), { 'Cut EUR': '2 invoices, 24000' });
});

test('imports, undos and announcements at once, in whatever order, end with the sums of the ledger', async () => {
  const announcers = [database.connect('billing'), database.connect('billing')];
  const workers = [database.connect(), database.connect(), database.connect()];
  let isWorking = true;
  const announcing = announcers.map(async (sql) => {
    while (isWorking) await sql`select billing.announce_imports(2)`;
  });
  const working = workers.map(async (sql, worker) => {
    for (let round = 0; round < 12; round += 1) {
      const job = uuid();
      const changes = [0, 1, 2, 3, 4].map((nth) => ({
        net_minor: 100 * worker + 10 * round + nth,
        currency: ['EUR', 'USD', 'JPY'][nth % 3] ?? 'EUR',
      }));
      const invoices = invoicesOf(`At once ${round % 4}`, changes);
      await importChunk(sql, { invoices: invoices.slice(0, 3), job });
      await importChunk(sql, { invoices: invoices.map((invoice) => ({ ...invoice, id: uuid() })), job });
      if (round % 2 === worker % 2) await undoImport(sql, job, 2);
    }
  });
  await Promise.all(working);
  isWorking = false;
  await Promise.all(announcing);
  await announceAll(database.billing);
  const sums = await sumAnnounced(database.billing);
  const ledger = Object.entries(await sumLedger(database.billing));
  assert.deepEqual(sums, Object.fromEntries(ledger.filter(([key]) => key.startsWith('At once'))));
  assert.equal(Object.keys(sums).length, 12);
});

test('the deletion of a draft announces nothing', async () => {
  const id = uuid();
  await database.billing`
    insert into billing.invoices (id, status, customer_id, customer_name, currency, line_count, net_minor, tax_minor,
      total_minor, version, created_at, updated_at)
    values (${id}, 'DRAFT', ${customer}, 'Ada', 'EUR', 0, 0, 0, 0, 1, now(), now())`;
  await database.billing`delete from billing.invoices where id = ${id}`;
  assert.deepEqual(await readAnnounced(database.billing), []);
});
