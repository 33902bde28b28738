import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { v7 as uuid } from 'uuid';
import { connectDatabase } from '#platform/database/database.ts';
import { listDeadLetters } from '#platform/event-log/dead-letters/dead-letters.ts';
import type { EventLog } from '#platform/event-log/event-log.ts';
import { openPostgresEventLog } from '#platform/event-log/postgres/postgres-event-log.ts';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { startTestProcess, type TestProcess } from '#platform/testing/test-process.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { toFacturationRecord } from '#schema/facturation/event.ts';
import { importedPaymentsType } from '#schema/facturation/imported-payments.ts';
import { importedTotalsType } from '#schema/facturation/imported-totals.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import { loadLag } from './ingest/start-ingest.ts';
import { createMessage, createTestSink, type TestSink } from './testing/test-sink.ts';

let sink: TestSink;
let issuer: TestIssuer;
let eventLog: EventLog;

before(async () => {
  sink = await createTestSink();
  issuer = await createTestIssuer();
  eventLog = await openPostgresEventLog({ url: sink.eventLogUrl, name: 'test' });
  await eventLog.ensureTopic(FACTURATION, 3);
});
after(async () => {
  await eventLog.close();
  await issuer.close();
  await sink.close();
});

function start(): Promise<TestProcess> {
  return startTestProcess({
    main: new URL('main.ts', import.meta.url),
    portVariable: 'SINK_PORT',
    environment: {
      LOG_LEVEL: 'fatal',
      DATABASE_URL: sink.databaseUrl,
      EVENT_LOG_DATABASE_URL: sink.eventLogUrl,
      OIDC_ISSUER: issuer.issuer,
      OIDC_AUDIENCE: 'facturation-api',
      SINK_CSV_DIR: sink.csvFolder,
      SINK_CSV_MAX_BYTES: '20000',
      SELLER_TIME_ZONE: 'Europe/Paris',
    },
  });
}

async function send(numbers: readonly number[]): Promise<void> {
  const records = numbers.map((number) =>
    toFacturationRecord(createMessage(number, { customerName: `Customer ${number % 7}` }), {
      id: uuidOf(number),
      source: '/test',
    }),
  );
  await eventLog.append(FACTURATION, records);
}

/** The same number is the same event. */
function uuidOf(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

/** Lets the next reader take over at once, which otherwise waits for the lease of the killed one to run out. */
async function endLeases(): Promise<void> {
  const admin = connectDatabase({ url: sink.eventLogUrl, name: 'test', maxConnections: 1 });
  await admin.sql`delete from group_member`;
  await admin.close();
}

async function count(): Promise<number> {
  const [row] = await sink.database.sql<{ rows: number }[]>`select count(*)::int as rows from invoices`;
  return row?.rows ?? 0;
}

async function figure(process: TestProcess, name: string): Promise<number> {
  const text = await (await fetch(`${process.address}/metrics`)).text();
  const values = text.split('\n').filter((line) => line.startsWith(name) && !line.startsWith('#'));
  return values.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

test('after a kill at any moment it has stored each message once, and the files equal the table', async () => {
  let next = 0;
  const sendMore = async (records: number) => {
    const fresh = Array.from({ length: records }, () => next++);
    // A sender that is not sure repeats itself.
    await send([...fresh, ...fresh.slice(0, 20)]);
  };
  await sendMore(500);
  for (const share of pickSize({ quick: [0.4], long: [0.1, 0.4, 0.7] })) {
    const running = await start();
    await sendMore(700);
    const goal = Math.floor(next * share);
    try {
      await waitFor('some to be stored', async () => (await count()) >= goal);
    } finally {
      await running.kill();
    }
    await endLeases();
  }
  const running = await start();
  await sendMore(100);
  await waitFor('all to be stored', async () => (await count()) >= next);
  await waitFor('no lag', async () => (await figure(running, 'sink_lag_messages')) === 0);
  assert.ok((await figure(running, 'sink_stored_messages_total')) > 0);
  assert.equal(await running.terminate(), 0);

  assert.equal(await count(), next);
  const [sum] = await sink.database.sql<{ total: string }[]>`select sum(amount)::text as total from invoices`;
  assert.equal(sum?.total, ((1250 * next + (next * (next - 1)) / 2) / 100).toFixed(2));
  const files = await sink.readFiles();
  assert.ok(Object.keys(files).length > 3);
  assert.deepEqual(files, await sink.expectedFiles());
});

test('each invoice has its date and its mark, also from messages that only imply them', async () => {
  const running = await start();
  try {
    const headers = { authorization: `Bearer ${await issuer.sign({ roles: ['BILLING_MANAGER'] })}` };
    const issuedAt = '2025-12-31T23:30:00.000Z';
    const dated = { issueDate: '2024-02-29' } as const;
    const toRecord = (number: number, changes: object, source = '/test') =>
      toFacturationRecord(createMessage(number, { issuedAt, customerName: 'Dated', ...changes }), {
        id: uuid(),
        source,
      });
    await eventLog.append(FACTURATION, [
      toRecord(1, {}),
      toRecord(2, dated),
      toRecord(3, { ...dated, simulated: true }),
      toRecord(4, {}, '/simulator/SIM'),
    ]);
    const list = async () => {
      const answer = await fetch(`${running.address}/invoices?customer=Dated&order=oldest`, { headers });
      return ((await answer.json()) as { invoices: { issueDate: string; simulated: boolean }[] }).invoices;
    };
    await waitFor('all to be stored', async () => (await list()).length === 4);
    assert.deepEqual(
      (await list()).map(({ issueDate, simulated }) => [issueDate, simulated]),
      [
        ['2026-01-01', false],
        ['2024-02-29', false],
        ['2024-02-29', true],
        ['2026-01-01', true],
      ],
    );
  } finally {
    assert.equal(await running.terminate(), 0);
  }
  assert.deepEqual(await sink.readFiles(), await sink.expectedFiles());
});

test('events that carry no invoice are passed over: they are no invoices, and no dead letters', async () => {
  const running = await start();
  try {
    const before = await count();
    const right = toFacturationRecord(createMessage(1), { id: uuid(), source: '/test' });
    const others = [
      importedTotalsType,
      importedPaymentsType,
      'facturation.invoice.paid.v1',
      'facturation.invoice.credited.v1',
      'facturation.invoice.voided.v1',
    ].map((type) => ({
      key: uuid(),
      value: Buffer.from('{"totals":[]}'),
      headers: { ...right.headers, ce_id: uuid(), ce_type: type },
    }));
    await eventLog.append(FACTURATION, [
      ...others,
      toFacturationRecord(createMessage(10, { invoiceNumber: 'NEW-2' }), { id: uuid(), source: '/test' }),
    ]);
    const isAtEnd = async () => (await loadLag(eventLog, sink.database.sql)).every((lag) => lag === 0n);
    await waitFor('the end of the log to be reached', isAtEnd);
    assert.equal(await count(), before + 1);
    assert.deepEqual(await listDeadLetters(sink.database.sql), []);
    assert.equal(await figure(running, 'sink_dead_messages_total'), 0);
  } finally {
    assert.equal(await running.terminate(), 0);
  }
});

test('a message can be read over REST a moment later, or is a dead letter if it cannot be stored', async () => {
  const running = await start();
  try {
    const headers = { authorization: `Bearer ${await issuer.sign({ roles: ['BILLING_MANAGER'] })}` };
    const before = await count();
    const right = toFacturationRecord(createMessage(1), { id: 'x', source: '/test' });
    const dead = [
      { key: 'x', value: Buffer.from('{"not": "an invoice"'), headers: { ce_id: 'bad' } },
      { key: 'y', value: Buffer.from([0, 0x41]), headers: { ...right.headers, other: 'a\\u0000"' } },
      {
        key: 'z',
        value: Buffer.from(String(Buffer.from(right.value)).replace('2026-03-01T', '0000-03-01T')),
        headers: right.headers,
      },
    ];
    await eventLog.append(FACTURATION, [
      ...dead,
      toFacturationRecord(createMessage(9, { invoiceNumber: 'NEW-1' }), { id: uuid(), source: '/test' }),
    ]);
    await waitFor('the good one to be stored', async () => (await count()) === before + 1);
    const listed = await fetch(`${running.address}/invoices?number=NEW-1`, { headers });
    assert.equal(((await listed.json()) as { invoices: unknown[] }).invoices.length, 1);
    // They may be in other partitions.
    await waitFor('the dead ones', async () => (await figure(running, 'sink_dead_messages_total')) === 3);
    const letters = await listDeadLetters(sink.database.sql);
    assert.deepEqual(
      letters.map(({ value, key }) => [Buffer.from(value).toString(), key]).toSorted(),
      dead.map(({ value, key }) => [value.toString(), key]).toSorted(),
    );
    assert.ok(letters.every(({ reason }) => reason.length > 10));
  } finally {
    assert.equal(await running.terminate(), 0);
  }
});
