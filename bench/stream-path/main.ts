import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import postgres from 'postgres';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { provisionDatabase } from '#platform/database/provision.ts';
import type { EventLog } from '#platform/event-log/event-log.ts';
import { openKafkaEventLog } from '#platform/event-log/kafka/kafka-event-log.ts';
import { openPostgresEventLog } from '#platform/event-log/postgres/postgres-event-log.ts';
import { createLog } from '#platform/log/log.ts';
import { buildJava } from '#platform/testing/build-java.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { obtainKafka } from '#platform/testing/kafka-jars.ts';
import { startKafkaServer } from '#platform/testing/kafka-server.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import { describeMachine, toMarkdownTable } from '../markdown.ts';
import { readPeakMiB, readPostgresOf } from '../process-figures.ts';
import { measureEngineAlone } from './engine-alone.ts';
import { type Guarantee, javaFlags, runKafkaStreams, threads } from './kafka-streams-run.ts';
import type { Load, Measurement } from './measurement.ts';
import { checkFigures, customerCount, expectedFigures, recordAt } from './records.ts';
import { nodeOptions, runStatistics } from './statistics-run.ts';

/**
 * Records per second from the log to stored statistics, beside Kafka Streams on the same records: the engine alone, the
 * statistics process on both event logs, and the same topology in Kafka Streams with either guarantee. Everybody's figures
 * are compared with each other. Needs Java 17 and Maven.
 */
const { records, warmUp } = new Command()
  .name('stream-path')
  .option('--records <count>', 'how many invoices lie in the log', Number, 600_000)
  .option('--warm-up <count>', 'how many of them are read before the clock starts', Number, 100_000)
  .parse()
  .opts<{ records: number; warmUp: number }>();

const [loadBefore = 0] = loadavg();
const load: Load = { records, warmUp };
const partitions = 4;
const appendedAtOnce = 4_000;
const brokerFlags = ['-Xmx512m'];
const expected = expectedFigures(records);
const folder = await mkdtemp(join(tmpdir(), 'bench-stream-path-'));
const measurements: Measurement[] = [];

try {
  const recordsPerSecond = measureEngineAlone(load);
  const peakMiB = await readPeakMiB(process.pid);
  measurements.push({ name: 'engine alone', recordsPerSecond, peakMiB, servers: '-' });
  await measureOnPostgres();
  await measureOnKafka();
} finally {
  await rm(folder, { recursive: true, force: true });
}
const [loadAfter = 0] = loadavg();
console.log(
  `${describeMachine()}, load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after. ${records.toLocaleString('en')} invoices of ${customerCount.toLocaleString('en')} customers, ` +
    `${partitions} partitions; from the ${warmUp.toLocaleString('en')}th on.\n`,
);
console.log(
  toMarkdownTable(
    ['path', 'records/s', 'peak memory MiB', 'servers MiB'],
    measurements.map(({ name, recordsPerSecond, peakMiB, servers }) => [
      name,
      Math.round(recordsPerSecond).toLocaleString('en'),
      peakMiB.toFixed(0),
      servers,
    ]),
  ),
);
console.log(
  `\nStatistics: node ${nodeOptions}. Kafka Streams: ${threads} threads, java ${javaFlags.join(' ')}; broker: java ${brokerFlags.join(' ')}.`,
);

async function measureOnPostgres(): Promise<void> {
  await withPostgres(async (server) => {
    const log = await openPostgresEventLog({ url: server.logUrl, name: 'bench' });
    await fill(log).finally(log.close);
    await measureStatistics('PostgreSQL log', { EVENT_LOG_DATABASE_URL: server.logUrl }, server);
  });
}

async function measureOnKafka(): Promise<void> {
  const kafkaStreams = join(import.meta.dirname, 'kafka-streams');
  const builtIn = resolve(process.env.DATA_DIR || '.data', 'kafka-streams-bench');
  const classPath = await buildJava(kafkaStreams, builtIn, 'InvoiceStatistics');
  const broker = await startKafkaServer({ jars: await obtainKafka(), javaFlags: brokerFlags });
  try {
    const log = await openKafkaEventLog({ brokers: [broker.broker], name: 'bench' });
    await fill(log).finally(log.close);
    const brokerMiB = async () => `broker ${(((await broker.residentBytes()) ?? 0) / 1_024 ** 2).toFixed(0)}`;
    const variables = { KAFKA_BROKERS: broker.broker };
    await withPostgres((server) => measureStatistics('Kafka log', variables, server, brokerMiB));
    for (const guarantee of ['at_least_once', 'exactly_once_v2'] satisfies Guarantee[]) {
      const name = `Kafka Streams, ${guarantee}`;
      const { figures, ...measured } = await runKafkaStreams({
        load,
        classPath,
        guarantee,
        broker: broker.broker,
        folder: join(folder, guarantee),
      });
      checkFigures(name, figures, expected);
      measurements.push({ name, ...measured, servers: await brokerMiB() });
    }
  } finally {
    await broker.stop();
  }
}

/** As it is shipped, and without the invoices it keeps for subscribers, of which Kafka Streams here keeps nothing either. */
async function measureStatistics(
  logName: string,
  log: Readonly<Record<string, string>>,
  server: BenchPostgres,
  broker?: () => Promise<string>,
): Promise<void> {
  await measureProcess(`statistics, ${logName}`, log, server, broker);
  await server.reset();
  const variables = { ...log, STATISTICS_RECEIVED_HOURS: '0' };
  await measureProcess(`statistics without received invoices, ${logName}`, variables, server, broker);
}

async function measureProcess(
  name: string,
  variables: Readonly<Record<string, string>>,
  server: BenchPostgres,
  broker?: () => Promise<string>,
): Promise<void> {
  let serverMiB = 0;
  const { figures, ...measured } = await runStatistics({
    load,
    databaseUrl: server.databaseUrl,
    variables,
    whileRunning: async () => {
      serverMiB = Math.max(serverMiB, await server.memoryMiB());
    },
  });
  checkFigures(name, figures, expected);
  const servers = [`PostgreSQL ${serverMiB.toFixed(0)}`, ...(broker === undefined ? [] : [await broker()])];
  measurements.push({ name, ...measured, servers: servers.join(', ') });
}

async function fill(log: EventLog): Promise<void> {
  await log.ensureTopic(FACTURATION, partitions);
  for (let first = 0; first < records; first += appendedAtOnce) {
    const count = Math.min(appendedAtOnce, records - first);
    await log.append(
      FACTURATION,
      Array.from({ length: count }, (_, nth) => recordAt(first + nth)),
    );
  }
}

interface BenchPostgres {
  readonly databaseUrl: string;
  readonly logUrl: string;
  readonly memoryMiB: () => Promise<number>;
  /** Forgets all that the statistics have stored. */
  readonly reset: () => Promise<void>;
}

/** With its default settings, fsync among them. */
async function withPostgres(work: (server: BenchPostgres) => Promise<void>): Promise<void> {
  const parent = await mkdtemp(join(folder, 'postgres-'));
  const server = await startEmbeddedPostgres({
    folder: join(parent, 'data'),
    port: await findFreePort(),
    password: 'bench',
    log: createLog({ name: 'postgres', level: 'silent' }),
  });
  const provision = () =>
    provisionDatabase(
      server.url,
      ['statistics', 'event_log'].map((name) => ({ name, password: 'bench' })),
    );
  try {
    const { statistics = '', event_log: logUrl = '' } = await provision();
    await work({
      databaseUrl: statistics,
      logUrl,
      memoryMiB: async () => (await readPostgresOf(parent)).memoryMiB,
      reset: async () => {
        const sql = postgres(server.url, { max: 1, onnotice: () => {} });
        await sql`drop schema statistics cascade`;
        await sql`checkpoint`;
        await sql.end();
        await provision();
      },
    });
  } finally {
    await server.stop();
  }
}
