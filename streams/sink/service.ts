import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { defineService } from '#platform/process/service.ts';
import { openDatabase, openTokenVerifier } from '#platform/process/service-parts.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import { apiBounds } from './api/api-bounds.ts';
import { addSinkApi } from './api/sink-api.ts';
import { configurationSchema } from './configuration.ts';
import { openCsvFolder } from './csv/csv-folder.ts';
import { runCsvWriter } from './csv/run-csv-writer.ts';
import { createSinkMetrics } from './ingest/sink-metrics.ts';
import { loadLag, startIngest } from './ingest/start-ingest.ts';

export const sinkService = defineService({
  name: 'sink',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration, log, metrics, tracing, owner } = service;
    const url = configuration.DATABASE_URL;
    const migrations = fileURLToPath(new URL('migrations', import.meta.url));
    const timeZone = configuration.SELLER_TIME_ZONE;
    await migrateDatabase({ url, schema: 'sink', folder: migrations, timeZone });
    const database = openDatabase(service);

    const eventLog = await openEventLog(configuration, 'sink', tracing);
    owner.own('event log', () => eventLog.close());
    await eventLog.ensureTopic(FACTURATION, configuration.FACTURATION_PARTITIONS);

    const figures = createSinkMetrics(metrics.registry, () => loadLag(eventLog, database.sql));
    const csvFolder = resolve(configuration.SINK_CSV_DIR);
    const csv = runCsvWriter({
      url,
      folder: await openCsvFolder(csvFolder),
      log,
      onWritten: ({ rows, bytes }) => {
        figures.csvRows.inc(rows);
        figures.csvBytes.inc(bytes);
      },
    });
    owner.own('CSV writer', () => csv.close());

    const verifier = openTokenVerifier(service);
    const server = await createHttpServer({
      log,
      metrics,
      tracing,
      tls: service.tls.server,
      bodyLimitBytes: apiBounds.bodyBytes,
      readiness: {
        database: () => database.ping(),
        eventLog: () => eventLog.ping(),
        reading: async () => ingest.ping(),
        csv: async () => {
          if (csv.state() === 'repairing' || csv.state() === 'failed')
            throw new Error(`The CSV files are ${csv.state()}`);
        },
      },
    });
    owner.own('server', () => server.close());
    await addSinkApi(server, {
      db: database.db,
      verifier,
      csvFolder,
      timeZone,
      isRepairing: () => csv.state() === 'repairing',
    });

    const ingest = await startIngest({
      eventLog,
      sql: database.sql,
      metrics: figures,
      log,
      csvMaxBytes: configuration.SINK_CSV_MAX_BYTES,
      timeZone,
      onStored: csv.wake,
      now: () => new Date(),
    });
    owner.own('reader', () => ingest.close());
    const address = await listen(server, { host: configuration.HOST, port: configuration.SINK_PORT });
    log.info({ address, csvFolder }, 'the sink is ready');
  },
});
