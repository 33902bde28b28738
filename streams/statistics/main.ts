import { fileURLToPath } from 'node:url';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { createLog } from '#platform/log/log.ts';
import { createMetrics } from '#platform/metrics/metrics.ts';
import { runProcess } from '#platform/process/run-process.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import { configurationSchema } from './configuration.ts';
import { readInvoices } from './runtime/read-invoices.ts';
import { createStatisticsMetrics } from './statistics-metrics.ts';

const log = createLog({ name: 'statistics', level: process.env.LOG_LEVEL || 'info' });

await runProcess(log, async (owner) => {
  const configuration = parseConfiguration(configurationSchema, process.env);
  const url = configuration.DATABASE_URL;
  const partitionsAtOnce = configuration.STATISTICS_PARTITIONS_AT_ONCE;
  const migrations = fileURLToPath(new URL('migrations', import.meta.url));
  await migrateDatabase({ url, schema: 'statistics', folder: migrations });
  const database = connectDatabase({
    url,
    name: 'statistics',
    maxConnections: partitionsAtOnce + 2,
    readsArrays: false,
  });
  owner.own('database', () => database.close());

  const eventLog = await openEventLog(configuration, 'statistics');
  owner.own('event log', () => eventLog.close());
  await eventLog.ensureTopic(FACTURATION, configuration.FACTURATION_PARTITIONS);

  const metrics = createMetrics();
  const figures = createStatisticsMetrics(metrics, () => eventLog.endOffsets(FACTURATION));
  const server = await createHttpServer({
    log,
    metrics,
    readiness: {
      database: () => database.ping(),
      eventLog: () => eventLog.ping(),
      reading: async () => subscription.ping(),
    },
  });
  owner.own('server', () => server.close());

  const subscription = await readInvoices({
    sql: database.sql,
    eventLog,
    keepRecords: configuration.STATISTICS_SEEN_RECORDS,
    partitionsAtOnce,
    onStored: (batch, { progress, dead }) => {
      figures.countBatch(batch, progress);
      const { partition, lostRecords } = batch;
      if (lostRecords > 0)
        log.error({ partition, lostRecords }, 'the log deleted records before they were read');
      for (const { record, problems } of dead) {
        const { partition, offset } = record;
        log.warn(
          { partition, offset: offset.toString(), problems },
          'a record is no message; kept as a dead letter',
        );
      }
    },
    onRevoked: figures.forget,
    onError: (error, partition) => {
      figures.countFailure();
      log.warn({ err: error, partition }, 'could not go on reading; trying again');
    },
  });
  owner.own('subscription', () => subscription.close());

  const address = await listen(server, { host: configuration.HOST, port: configuration.STATISTICS_PORT });
  log.info({ address }, 'the statistics are ready');
});
