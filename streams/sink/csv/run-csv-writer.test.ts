import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { storeInvoices } from '../store/store-invoices.ts';
import { createReceived, createTestSink, type TestSink } from '../testing/test-sink.ts';
import { openCsvFolder } from './csv-folder.ts';
import { type RunningCsvWriter, runCsvWriter } from './run-csv-writer.ts';

let sink: TestSink;

before(async () => {
  sink = await createTestSink();
});
after(() => sink.close());

async function start(): Promise<RunningCsvWriter> {
  return runCsvWriter({
    url: sink.databaseUrl,
    folder: await openCsvFolder(sink.csvFolder),
    log: createLog({ name: 'test', level: 'silent' }),
    pollMs: 20,
  });
}

async function store(count: number): Promise<void> {
  const received = Array.from({ length: count }, (_, index) => createReceived(index));
  await sink.database.sql.begin((tx) => storeInvoices(tx, received, { day: '2026-03-02', maxBytes: 2_000 }));
}

async function waitUntilEqual(): Promise<void> {
  const expected = await sink.expectedFiles();
  await waitFor('the files to equal the table', async () => {
    const files = await sink.readFiles();
    return Object.keys(expected).every((name) => files[name] === expected[name]);
  });
  assert.deepEqual(await sink.readFiles(), expected);
}

test('writes rows committed before and after its start, with and without a hint', async () => {
  await store(30);
  const writer = await start();
  try {
    await waitUntilEqual();
    await store(40);
    writer.wake();
    await waitUntilEqual();
    await store(1);
    await waitUntilEqual();
    assert.equal(writer.state(), 'writing');
  } finally {
    await writer.close();
  }
});

test('one process writes at a time; another takes over when it is gone', async () => {
  const first = await start();
  await waitFor('the first to write', () => first.state() === 'writing');
  const second = await start();
  try {
    await waitFor('the second to stand by', () => second.state() === 'standby');
    await store(3);
    await waitUntilEqual();
    assert.equal(second.state(), 'standby');
    await first.close();
    await waitFor('the second to write', () => second.state() === 'writing');
    await store(3);
    await waitUntilEqual();
  } finally {
    await Promise.all([first.close(), second.close()]);
  }
});

test('a lost connection is a lost lock: the writer takes it again and begins with a repair', async () => {
  const writer = await start();
  try {
    await waitFor('it to write', () => writer.state() === 'writing');
    const [newest = ''] = Object.keys(await sink.readFiles()).toReversed();
    await writeFile(join(sink.csvFolder, newest), 'spoilt');
    await sink.database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sink-csv'`;
    await waitUntilEqual();
    await rm(join(sink.csvFolder, newest));
    await sink.database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sink-csv'`;
    await waitUntilEqual();
  } finally {
    await writer.close();
  }
});

test('closing writes the committed rows first', async () => {
  const writer = await start();
  await waitFor('it to write', () => writer.state() === 'writing');
  await store(500);
  await writer.close();
  assert.deepEqual(await sink.readFiles(), await sink.expectedFiles());
});
