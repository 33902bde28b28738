import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { listDeadLetters } from '#platform/event-log/dead-letters/dead-letters.ts';
import type { EventLog, NewRecord } from '#platform/event-log/event-log.ts';
import { openPostgresEventLog } from '#platform/event-log/postgres/postgres-event-log.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { toFacturationRecord } from '#schema/facturation/event.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import { loadSnapshot } from './reading/load-snapshot.ts';
import { followFromProcessToProcess } from './testing/follower.ts';
import { toImportedRecord } from './testing/imported-record.ts';
import {
  toCreditedRecord,
  toImportedPaymentsRecord,
  toPaidRecord,
  toVoidedRecord,
} from './testing/settlement-records.ts';
import { type StatisticsProcess, startStatisticsProcess } from './testing/statistics-process.ts';

const startMs = Date.UTC(2026, 2, 1);
const currencies = ['EUR', 'JPY', 'USD'];
const customerCount = 50;
const batchSize = 500;

let owned: TestDatabase;
let log: EventLog;
let issuer: TestIssuer;
let database: Database;
const running: StatisticsProcess[] = [];
/** Those that share the log. A test kills some of them and leaves two to the next. */
const pair: StatisticsProcess[] = [];

before(async () => {
  owned = await createTestDatabase('statistics', 'event_log');
  log = await openPostgresEventLog({ url: owned.urlOf('event_log'), name: 'test' });
  database = connectDatabase({ url: owned.urlOf('statistics'), name: 'test', maxConnections: 2 });
  await log.ensureTopic(FACTURATION, 4);
  issuer = await createTestIssuer();
});
after(async () => {
  await Promise.all(running.map((statistics) => statistics.kill()));
  await database.close();
  await log.close();
  await issuer.close();
  await owned.close();
});

async function start(): Promise<StatisticsProcess> {
  const statistics = await startStatisticsProcess({
    statisticsUrl: owned.urlOf('statistics'),
    logUrl: owned.urlOf('event_log'),
    issuer: issuer.issuer,
  });
  running.push(statistics);
  return statistics;
}

async function fillPair(): Promise<void> {
  while (pair.length < 2) pair.push(await start());
}

const amountOf = (nth: number) => BigInt((nth * 7919) % 1_000_003);
const currencyOf = (nth: number) => currencies[nth % currencies.length] ?? 'EUR';

function toRecord(nth: number): NewRecord {
  const message = {
    invoiceNumber: String(nth),
    customerName: `Customer ${nth % customerCount}`,
    amountMinor: amountOf(nth),
    currency: currencyOf(nth),
    issuedAt: new Date(startMs + nth).toISOString(),
  };
  return toFacturationRecord(message, { id: String(nth), source: '/test' });
}

function wantedTotals(count: number) {
  return currencies.map((currency) => {
    const ofCurrency = Array.from({ length: count }, (_, nth) => nth).filter(
      (nth) => currencyOf(nth) === currency,
    );
    const amountMinor = ofCurrency.reduce((sum, nth) => sum + amountOf(nth), 0n);
    return { currency, origin: 'ISSUED', count: ofCurrency.length, amountMinor };
  });
}

const snapshot = () => loadSnapshot(database.sql, { nowMs: Date.now() });

async function isAtEnd(): Promise<boolean> {
  const ends = await log.endOffsets(FACTURATION);
  const { positions } = await snapshot();
  return ends.every((end, partition) => {
    const at = positions.find((position) => position.partition === partition)?.nextOffset ?? 0n;
    return at === end;
  });
}

test('killed again and again, two of them together, each invoice counts once to the cent, and is followed once and in order', async () => {
  // Four kills, or one.
  const count = pickSize({ quick: 4_000, long: 20_000 });
  await fillPair();
  const token = await issuer.sign({ roles: ['BILLING_MANAGER'] });
  const follower = followFromProcessToProcess({ token, urlOfNext: () => pair[0]?.socketUrl ?? '' });
  for (let first = 0; first < count; first += batchSize) {
    const records = Array.from({ length: batchSize }, (_, nth) => toRecord(first + nth));
    await log.append(FACTURATION, records);
    // As a relay does that was killed before it heard that the append had succeeded.
    if (first % 2_000 === 0) await log.append(FACTURATION, records);
    // In the midst of what has just been appended.
    if (first % 5_000 === 2_500) {
      await pair.shift()?.kill();
      await fillPair();
    }
  }
  await waitFor('all records to be processed', isAtEnd, 60_000);
  await waitFor('all invoices to be followed', () => follower.received.length >= count);
  const received = await follower.end();
  assert.equal(received.length, count);
  for (const [customer, ofCustomer] of Map.groupBy(received.map(Number), (nth) => nth % customerCount)) {
    const inOrder = Array.from({ length: count / customerCount }, (_, nth) => nth * customerCount + customer);
    assert.deepEqual(ofCustomer, inOrder);
  }

  const { totals, positions } = await snapshot();
  assert.deepEqual(totals, wantedTotals(count));
  const sum = (name: 'counted' | 'repeated') =>
    positions.reduce((total, { progress }) => total + progress[name], 0);
  assert.equal(sum('counted'), count);
  assert.equal(sum('repeated'), (count / 2_000) * batchSize);
  const [{ differing } = { differing: -1 }] = await database.sql<{ differing: number }[]>`
    select count(*)::int as differing from
      (select currency, sum(amount_minor) as amount, sum(count) as invoices from customers group by currency) as customers
      full join
      (select currency, sum(amount_minor) as amount, sum(count) as invoices from totals group by currency) as totals
      using (currency, amount, invoices)
    where customers is null or totals is null`;
  assert.equal(differing, 0);
});

test('totals of imports count once where a process is killed and the log has them twice', async () => {
  const count = 200;
  await fillPair();
  const total = { customerName: 'Imported', currency: 'ZAR', count: 3, amountMinor: 1_001n };
  const records = Array.from({ length: count }, (_, nth) => toImportedRecord([total, total], `i-${nth}`));
  await log.append(FACTURATION, records.slice(0, count / 2));
  await pair.shift()?.kill();
  await log.append(FACTURATION, records);
  await fillPair();
  await waitFor('all records to be processed', isAtEnd, 60_000);
  const { totals, topCustomers } = await snapshot();
  const wanted = { currency: 'ZAR', count: count * 6, amountMinor: BigInt(count) * 2_002n };
  assert.deepEqual(
    totals.filter(({ currency }) => currency === 'ZAR'),
    [{ ...wanted, origin: 'IMPORTED' }],
  );
  assert.deepEqual(
    topCustomers.flatMap(({ currency, count, amountMinor }) =>
      currency === 'ZAR' ? [{ currency, count, amountMinor }] : [],
    ),
    [wanted],
  );
  assert.deepEqual(await listDeadLetters(database.sql), []);
});

/** A payment, a reversal, a credit note, a voided invoice or payments of a file, in turn. */
function toSettlementRecord(nth: number): NewRecord {
  const of = { currency: 'CAD', customerName: `Customer ${nth % customerCount}` };
  const id = `s-${nth}`;
  const amountMinor = amountOf(nth) + 1n;
  const at = new Date(startMs + nth).toISOString();
  const makers = [
    () => toPaidRecord({ ...of, amountMinor, recordedAt: at }, id),
    () => toPaidRecord({ ...of, amountMinor: -amountMinor, recordedAt: at }, id),
    () => toCreditedRecord({ ...of, amountMinor, creditedAt: at }, id),
    () => toVoidedRecord({ ...of, amountMinor, voidedAt: at }, id),
    () => toImportedPaymentsRecord([{ ...of, count: 2, amountMinor }], id),
  ];
  return (makers[nth % makers.length] ?? assert.fail)();
}

test('payments, credit notes and voided invoices count once where a process is killed, and again from the log alone', async () => {
  const count = 1_000;
  await fillPair();
  const records = Array.from({ length: count }, (_, nth) => toSettlementRecord(nth));
  await log.append(FACTURATION, records.slice(0, count / 2));
  await pair.shift()?.kill();
  await log.append(FACTURATION, records);
  await fillPair();
  await waitFor('all records to be processed', isAtEnd, 60_000);
  const sumOf = (kind: number) =>
    records.reduce((sum, _, nth) => (nth % 5 === kind ? sum + amountOf(nth) + 1n : sum), 0n);
  const wanted = {
    currency: 'CAD',
    count: 0,
    amountMinor: 0n,
    credited: { count: 200, amountMinor: sumOf(2) },
    voided: { count: 200, amountMinor: sumOf(3) },
    // As many reversals as payments, and two payments in each sum.
    paid: { count: 400, amountMinor: sumOf(0) - sumOf(1) + sumOf(4) },
  };
  const before = await snapshot();
  assert.deepEqual(
    before.figures.find(({ currency }) => currency === 'CAD'),
    wanted,
  );
  const readCustomers = () => database.sql`
    select kind, sum(count)::int as count, sum(amount_minor)::text as minor from customer_settlements
    where currency = 'CAD' group by kind order by kind`;
  const ofCustomers = [...(await readCustomers())];
  assert.deepEqual(ofCustomers, [
    { kind: 'CREDITED', count: 200, minor: String(wanted.credited.amountMinor) },
    { kind: 'PAID', count: 400, minor: String(wanted.paid.amountMinor) },
    { kind: 'VOIDED', count: 200, minor: String(wanted.voided.amountMinor) },
  ]);
  for (const statistics of pair.splice(0)) assert.equal(await statistics.terminate(), 0);

  await database.sql`
    truncate reader_offset, state_entries, seen_events, partition_progress, totals, windows, customers, received_batches,
      settlement_totals, settlement_windows, customer_settlements`;
  const rebuilding = await start();
  await waitFor('the log to be read from its beginning', isAtEnd, 60_000);
  const { totals, figures } = await snapshot();
  assert.deepEqual({ totals, figures }, { totals: before.totals, figures: before.figures });
  assert.deepEqual([...(await readCustomers())], ofCustomers);
  assert.deepEqual(await listDeadLetters(database.sql), []);
  assert.equal(await rebuilding.terminate(), 0);
});

test('keeps a record that is not a message as a dead letter, continues after it, and shows it', async () => {
  const earlier = await snapshot();
  const statistics = await start();
  await log.append(FACTURATION, [
    { key: 'a\u0000b', value: Buffer.from('no message'), headers: { ce_id: 'x\u0000' } },
    ...[0, 1].map((nth) => toRecord(1_000_000 + nth)),
  ]);
  await waitFor('the records to be processed', isAtEnd);
  const [letter] = await listDeadLetters(database.sql);
  assert.equal(Buffer.from(letter?.value ?? []).toString(), 'no message');
  assert.match(letter?.reason ?? '', /ce_specversion must be 1\.0; .*the message must be JSON/);
  const countOf = ({ totals }: typeof earlier) => totals.reduce((sum, { count }) => sum + count, 0);
  assert.equal(countOf(await snapshot()), countOf(earlier) + 2);

  const figures = await statistics.metrics();
  assert.match(figures, /^statistics_records\{partition="\d",outcome="dead"\} 1$/m);
  assert.match(figures, /^statistics_records_processed_total\{partition="\d"\} \d+$/m);
  assert.match(figures, /^statistics_lag_records\{partition="\d"\} 0$/m);
  assert.equal(await statistics.isReady(), true);
  assert.equal(await statistics.terminate(), 0);
});

test('a customer is counted once, whichever keys the records have', async () => {
  const statistics = await start();
  const keys = ['Xq Cust', 'b', 'c', 'd'];
  const records = keys.map((key, nth) => {
    const message = {
      invoiceNumber: `X-${nth}`,
      customerName: 'Xq Cust',
      amountMinor: 1_000n,
      currency: 'NZD',
      issuedAt: new Date(startMs).toISOString(),
    };
    return { ...toFacturationRecord(message, { id: `x-${nth}`, source: '/other' }), key };
  });
  await log.append(FACTURATION, records);
  await waitFor('the records to be processed', isAtEnd);
  const { topCustomers } = await snapshot();
  assert.deepEqual(
    topCustomers.flatMap(({ currency, customerName, count, amountMinor }) =>
      currency === 'NZD' ? [[customerName, count, amountMinor]] : [],
    ),
    [['Xq Cust', 4, 4_000n]],
  );
  assert.equal(await statistics.terminate(), 0);
});

test('a command prints the figures with the position they stand for', async () => {
  const show = fileURLToPath(new URL('show/main.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [show], {
    env: { DATABASE_URL: owned.urlOf('statistics') },
    timeout: 60_000,
  });
  const { positions } = await snapshot();
  assert.ok(stdout.includes(positions.map((at) => `${at.partition}:${at.nextOffset}`).join(' ')), stdout);
  assert.match(stdout, /^All time\n +\d+\.\d\d EUR {2}\d+ invoices$/m);
  assert.match(stdout, /^Latest window, 2026-03-01T/m);
});
