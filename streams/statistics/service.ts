import { fileURLToPath } from 'node:url';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { startSweeper } from '#platform/database/sweeper.ts';
import { announceInstance, toInstanceReadiness } from '#platform/discovery/announce-instance.ts';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { createSubgraphServer } from '#platform/graphql/subgraph-server.ts';
import { listen } from '#platform/http/http-server.ts';
import { defineService } from '#platform/process/service.ts';
import { openDatabase, openTokenVerifier } from '#platform/process/service-parts.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import { readSubgraphSdl, schemaReader } from '#schema/subgraph-sdl.ts';
import { configurationSchema } from './configuration.ts';
import { createAnnouncer } from './feeds/announcer.ts';
import { purgeReceived } from './figures/received/purge-received.ts';
import { readInvoices } from './runtime/read-invoices.ts';
import { createStatisticsMetrics } from './statistics-metrics.ts';
import { createResolvers } from './subgraph/resolvers.ts';

const sweepEveryMs = 60_000;

export const statisticsService = defineService({
  name: 'statistics',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration, isProduction, log, metrics, tracing, owner } = service;
    const url = configuration.DATABASE_URL;
    const partitionsAtOnce = configuration.STATISTICS_PARTITIONS_AT_ONCE;
    const keepsReceived = configuration.STATISTICS_RECEIVED_HOURS > 0;
    const migrations = fileURLToPath(new URL('migrations', import.meta.url));
    await migrateDatabase({ url, schema: 'statistics', folder: migrations });
    const database = openDatabase(service, { maxConnections: partitionsAtOnce + 2 });

    const eventLog = await openEventLog(configuration, 'statistics', tracing);
    owner.own('event log', () => eventLog.close());
    await eventLog.ensureTopic(FACTURATION, configuration.FACTURATION_PARTITIONS);

    const figures = createStatisticsMetrics(metrics, () => eventLog.endOffsets(FACTURATION));
    // Those who ask and follow do not take the connections of those who count.
    const readers = openDatabase(service, {
      name: 'statistics-readers',
      maxConnections: 6,
    });
    const changes = createBell();
    const announcer = createAnnouncer({ sql: readers.sql, url, changes });
    owner.own('announcer', () => announcer.close());
    const sweeper = startSweeper({
      what: 'received invoices',
      log,
      everyMs: sweepEveryMs,
      deleteSome: () =>
        purgeReceived(readers.sql, {
          keepMs: configuration.STATISTICS_RECEIVED_HOURS * 3_600_000,
          keepRecords: configuration.STATISTICS_RECEIVED_RECORDS,
        }),
    });
    owner.own('sweeper', () => sweeper.close());
    const verifier = openTokenVerifier(service);
    const resolvers = createResolvers({
      sql: readers.sql,
      changes,
      keepsReceived,
      timeZone: configuration.SELLER_TIME_ZONE,
      onError: (error) => log.warn({ err: error }, 'could not read what is followed; trying again'),
    });
    const sdl = await readSubgraphSdl('statistics');
    const server = await createSubgraphServer({
      typeDefs: sdl,
      schemaReader,
      resolvers,
      createContext: (base) => base,
      verifier,
      log,
      metrics,
      tracing,
      tls: service.tls.server,
      isProduction,
      readiness: {
        database: () => database.ping(),
        eventLog: () => eventLog.ping(),
        reading: async () => subscription.ping(),
        ...toInstanceReadiness(service),
      },
    });
    owner.own('server', () => server.close());

    const subscription = await readInvoices({
      sql: database.sql,
      eventLog,
      keepRecords: configuration.STATISTICS_SEEN_RECORDS,
      keepsReceived,
      partitionsAtOnce,
      onStored: (batch, { progress, dead }) => {
        announcer.announce();
        figures.countBatch(batch, progress);
        const { partition, lostRecords } = batch;
        if (lostRecords > 0)
          log.error({ partition, lostRecords }, 'the log deleted records before they were read');
        for (const { record, problems } of dead) {
          const { partition, offset } = record;
          log.warn(
            { partition, offset: offset.toString(), problems },
            'a record is not a message; kept as a dead letter',
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
    announceInstance(service, { subgraph: 'statistics', sdl, address });
  },
});
