import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { v7 as uuid } from 'uuid';
import type { EventLog, LogRecord } from '#platform/event-log/event-log.ts';
import { openPostgresEventLog } from '#platform/event-log/postgres/postgres-event-log.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { startTestProcess, type TestProcess } from '#platform/testing/test-process.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { decodeMessage } from '#schema/facturation/codec.ts';
import { parseEventHeaders } from '#schema/facturation/event.ts';
import { FACTURATION, toMessageKey } from '#schema/facturation/message.ts';
import { findLastPlace } from './find-last-place.ts';
import { formatNumber } from './number.ts';

let database: TestDatabase;
let log: EventLog;
const started: TestProcess[] = [];

before(async () => {
  database = await createTestDatabase('event_log');
  log = await openPostgresEventLog({ url: database.urlOf('event_log'), name: 'test' });
  await log.ensureTopic(FACTURATION, 3);
});
after(async () => {
  // Also those of a test that failed: a process that runs on keeps the whole run from ending.
  await Promise.all(started.map((process) => process.terminate()));
  await log.close();
  await database.close();
});

async function start(environment: Record<string, string>): Promise<TestProcess> {
  const process = await startTestProcess({
    main: new URL('main.ts', import.meta.url),
    portVariable: 'SIMULATOR_PORT',
    environment: {
      EVENT_LOG_DATABASE_URL: database.urlOf('event_log'),
      SIMULATOR_RATE: '2000',
      ...environment,
    },
  });
  started.push(process);
  return process;
}

async function countRecords(): Promise<number> {
  return Number((await log.endOffsets(FACTURATION)).reduce((sum, end) => sum + end, 0n));
}

async function readAll(): Promise<LogRecord[]> {
  const count = await countRecords();
  const all: LogRecord[] = [];
  const subscription = await log.subscribe({
    topic: FACTURATION,
    group: uuid(),
    startAt: async () => 0n,
    onBatch: async ({ records }) => void all.push(...records),
  });
  await waitFor('the topic to be read', () => all.length >= count);
  await subscription.close();
  return all;
}

function toMessage({ value }: LogRecord) {
  const decoded = decodeMessage(value);
  assert.ok(decoded.kind === 'message');
  return decoded.message;
}

const lastPlace = (prefix: string) =>
  findLastPlace(log, {
    topic: FACTURATION,
    prefix,
    withinMs: 5_000,
    signal: new AbortController().signal,
  });

test('sends valid messages up to the last one, continues after a restart, and ends cleanly', async () => {
  const first = await start({ SIMULATOR_COUNT: '40' });
  await waitFor('the first part', async () => (await countRecords()) === 40);
  // A message lies in the log a moment before it is counted as sent.
  await waitFor('the count of what was sent', async () =>
    /^simulator_sent_total 40$/m.test(await (await fetch(`${first.address}/metrics`)).text()),
  );
  assert.equal(await first.terminate(), 0);
  const second = await start({ SIMULATOR_COUNT: '60', SIMULATOR_DISORDER: '0.5' });
  await waitFor('the second part', async () => (await countRecords()) === 60);
  assert.equal(await second.terminate(), 0);

  const records = await readAll();
  const messages = records.map(toMessage);
  const numbers = messages.map(({ invoiceNumber }) => invoiceNumber).toSorted();
  assert.deepEqual(
    numbers,
    Array.from({ length: 60 }, (_, index) => formatNumber('SIM', index + 1)),
  );
  for (const record of records) {
    const message = toMessage(record);
    assert.equal(record.key, toMessageKey(message));
    assert.equal(record.timestampMs, Date.parse(message.issuedAt));
    assert.equal(parseEventHeaders(record.headers).kind, 'event');
  }
  assert.equal(await lastPlace('SIM'), 60);
});

test('finds its last invoice before many invoices of others, and nothing in an empty log', async () => {
  const [{ key, headers } = { key: null, headers: {} }] = await readAll();
  const others = Array.from({ length: 2_500 }, () => ({ key, value: Buffer.from('no message'), headers }));
  await log.append(FACTURATION, others);
  assert.equal(await lastPlace('SIM'), 60);
  assert.equal(await lastPlace('NONE'), 0);
});

test('ends by itself after its last invoice when it is told to', async () => {
  const running = await start({ SIMULATOR_PREFIX: 'END', SIMULATOR_COUNT: '1', SIMULATOR_RATE: '1' }).catch(
    // It may have ended before it could be asked if it is ready.
    () => undefined,
  );
  await waitFor('the invoice', async () => (await lastPlace('END')) === 1);
  await running?.terminate();
});
