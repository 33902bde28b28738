import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { provisionDatabase } from '#platform/database/provision.ts';
import type { EventLog } from '#platform/event-log/event-log.ts';
import { openKafkaEventLog } from '#platform/event-log/kafka/kafka-event-log.ts';
import { openPostgresEventLog } from '#platform/event-log/postgres/postgres-event-log.ts';
import { createLog } from '#platform/log/log.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { obtainKafka } from '#platform/testing/kafka-jars.ts';
import { startKafkaServer } from '#platform/testing/kafka-server.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { toFacturationRecord } from '#schema/facturation/event.ts';

/**
 * The FACTURATION records per second that each adapter of the event log appends and reads, by the number appended at once.
 * Durable as by default: PostgreSQL waits for the disk at each append, Kafka for the page cache. The number of records is
 * the argument, 200,000 when absent.
 */
const count = Number(process.argv[2] ?? 200_000);
const partitions = 4;
const batchSizes = [1, 100, 1000];
const limitMs = 300_000;

const records = Array.from({ length: count }, (_, n) =>
  toFacturationRecord(
    {
      invoiceNumber: `2026-${n}`,
      customerName: `Customer ${n % 1000}`,
      amountMinor: BigInt(100 + (n % 100_000)),
      currency: 'EUR',
      issuedAt: new Date(1_767_225_600_000 + n * 10).toISOString(),
      customerId: `c-${n % 1000}`,
    },
    { id: `e-${n}`, source: '/bench' },
  ),
);

const figures: Record<string, string | number>[] = [];
await withPostgres((log) => measure('PostgreSQL', log));
await withKafka((log) => measure('Kafka', log));
console.table(figures);

async function measure(adapter: string, log: EventLog): Promise<void> {
  await warmUp(log);
  for (const size of batchSizes) {
    // One by one is slow enough to need fewer.
    const sent = size === 1 ? records.slice(0, 2000) : records;
    const topic = `bench-${size}`;
    await log.ensureTopic(topic, partitions);
    const appendStart = performance.now();
    for (let from = 0; from < sent.length; from += size)
      await log.append(topic, sent.slice(from, from + size));
    const appendMs = performance.now() - appendStart;
    const readMs = await readAll(log, topic, sent.length);
    figures.push({
      log: adapter,
      'appended at once': size,
      records: sent.length,
      'appended/s': Math.round((sent.length / appendMs) * 1000),
      'read/s': Math.round((sent.length / readMs) * 1000),
    });
  }
}

async function warmUp(log: EventLog): Promise<void> {
  await log.ensureTopic('warm-up', partitions);
  for (let round = 0; round < 20; round += 1) await log.append('warm-up', records.slice(0, 1000));
  await readAll(log, 'warm-up', Math.min(20_000, 20 * records.length));
}

/** From joining to the last record, every value touched. */
async function readAll(log: EventLog, topic: string, expected: number): Promise<number> {
  let seen = 0;
  let bytes = 0;
  const start = performance.now();
  const subscription = await log.subscribe({
    topic,
    group: 'bench',
    startAt: async () => 0n,
    onBatch: async (batch) => {
      for (const record of batch.records) bytes += record.value.length;
      seen += batch.records.length;
    },
  });
  await waitFor('all records', () => seen === expected && bytes > 0, limitMs);
  const elapsedMs = performance.now() - start;
  await subscription.close();
  return elapsedMs;
}

async function withPostgres(work: (log: EventLog) => Promise<void>): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), 'bench-event-log-'));
  const server = await startEmbeddedPostgres({
    folder: join(parent, 'postgres'),
    port: await findFreePort(),
    password: 'bench',
    log: createLog({ name: 'postgres', level: 'silent' }),
  });
  try {
    const roles = [{ name: 'event_log', password: 'bench' }];
    const { event_log: url = '' } = await provisionDatabase(server.url, roles);
    const log = await openPostgresEventLog({ url, name: 'bench' });
    await work(log).finally(log.close);
  } finally {
    await server.stop();
    await rm(parent, { recursive: true, force: true });
  }
}

async function withKafka(work: (log: EventLog) => Promise<void>): Promise<void> {
  const server = await startKafkaServer({ jars: await obtainKafka() });
  try {
    const log = await openKafkaEventLog({ brokers: [server.broker], name: 'bench' });
    await work(log).finally(log.close);
  } finally {
    await server.stop();
  }
}
