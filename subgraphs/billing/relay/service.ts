import { fileURLToPath } from 'node:url';
import { startAuditRelay } from '#platform/audit/start-audit-relay.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { startRelay } from '#platform/outbox/relay.ts';
import { relayBatch } from '#platform/outbox/relay-batch.ts';
import { startOutboxRelay } from '#platform/outbox/start-outbox-relay.ts';
import { defineService } from '#platform/process/service.ts';
import { openDatabase } from '#platform/process/service-parts.ts';
import { closeDeadlines, requestDeadlines } from '#platform/waiting/deadlines.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import { workPartitions, workTopic } from '#schema/work-events/work-topic.ts';
import { auditOutbox, workOutbox } from '../outbox-tables.ts';
import { configurationSchema } from './configuration.ts';
import { startImportAnnouncer, startPaymentAnnouncer } from './import-announcer.ts';
import { listenToOutbox } from './outbox-hints.ts';
import { createRelayMetrics } from './relay-metrics.ts';

/** Adding a step of imports up, which no request waits for: 700,000 invoices at the very most. */
const announceTimeoutMs = 120_000;

export const relayService = defineService({
  name: 'relay',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration, log, metrics, owner } = service;
    const url = configuration.DATABASE_URL;
    // The subgraph does the same; the process that comes first migrates.
    const migrations = fileURLToPath(new URL('../migrations', import.meta.url));
    await migrateDatabase({ url, schema: 'billing', folder: migrations });
    const database = openDatabase(service, { name: 'billing-relay', maxConnections: 3 });

    const eventLog = await openEventLog(configuration, 'billing-relay', service.tracing);
    owner.own('event log', () => eventLog.close());

    const figures = createRelayMetrics(metrics, database);
    const server = await createHttpServer({
      log,
      metrics,
      tls: service.tls.server,
      readiness: { database: () => database.ping(), eventLog: () => eventLog.ping() },
    });
    owner.own('server', () => server.close());

    const batchOptions = {
      sql: database.sql,
      outbox: 'billing.outbox',
      log: eventLog,
      topic: FACTURATION,
      batchSize: configuration.RELAY_BATCH_SIZE,
      appendTimeoutMs: requestDeadlines.appendMs,
    };
    const relay = startRelay({
      prepare: () => eventLog.ensureTopic(FACTURATION, configuration.FACTURATION_PARTITIONS),
      relayBatch: (signal) => relayBatch(batchOptions, signal),
      onRound: figures.countRound,
      onFailure: (error, failures, waitMs) => {
        figures.countFailure();
        log.warn({ err: error, failures, waitMs: Math.round(waitMs) }, 'could not relay; trying again');
      },
      pollMs: configuration.RELAY_POLL_MS,
      finishWithinMs: closeDeadlines.lastWorkMs,
    });
    owner.own('relay', () => relay.close());
    startOutboxRelay(service, {
      outbox: workOutbox,
      eventLog,
      topic: workTopic,
      partitions: workPartitions,
    });
    startAuditRelay(service, { outbox: auditOutbox, eventLog });
    const announcing = openDatabase(service, {
      name: 'billing-announcer',
      maxConnections: 1,
      statementTimeoutMs: announceTimeoutMs,
    });
    const announcer = startImportAnnouncer({ sql: announcing.sql, log });
    owner.own('import announcer', () => announcer.close());
    const paymentAnnouncer = startPaymentAnnouncer({ sql: announcing.sql, log });
    owner.own('payment announcer', () => paymentAnnouncer.close());
    const hints = listenToOutbox(url, relay.hint);
    owner.own('hints', () => hints.close());

    const address = await listen(server, { host: configuration.HOST, port: configuration.RELAY_PORT });
    log.info({ address }, 'the relay is ready');
  },
});
