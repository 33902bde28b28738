import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { defineService } from '#platform/process/service.ts';
import { openDatabase } from '#platform/process/service-parts.ts';
import { migrateJobs } from '../jobs/migrate-jobs.ts';
import { configurationSchema } from './configuration.ts';
import { ImportKeeper } from './import-keeper.ts';

export const batchWorkerService = defineService({
  name: 'batch-worker',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration, environment, log, metrics, owner } = service;
    const { DATABASE_URL: url, HOST: host, BATCH_WORKER_PORT: port, LOG_LEVEL } = configuration;
    await migrateJobs(url);
    const database = openDatabase(service, { maxConnections: 1 });
    const server = await createHttpServer({
      log,
      metrics,
      tls: service.tls.server,
      readiness: { database: () => database.ping() },
    });
    owner.own('server', () => server.close());
    const keeper = new ImportKeeper({
      sql: database.sql,
      log,
      environment: { ...environment, DATABASE_URL: url, LOG_LEVEL },
    });
    owner.own('import keeper', () => keeper.close());
    const address = await listen(server, { host, port });
    log.info({ address }, 'the import workers are ready');
  },
});
