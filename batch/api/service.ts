import { startAuditRelay } from '#platform/audit/start-audit-relay.ts';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { startOutboxRelay } from '#platform/outbox/start-outbox-relay.ts';
import { defineService } from '#platform/process/service.ts';
import { workPartitions, workTopic } from '#schema/work-events/work-topic.ts';
import { loadOwnSellers } from '../documents/own-sellers.ts';
import { auditOutbox, workOutbox } from '../jobs/tables.ts';
import { startUploadSweeper } from '../uploads/upload-sweeper.ts';
import { configurationSchema, toImportSettings } from './configuration.ts';
import { addJobMetrics } from './job-metrics.ts';
import { createBatchSubgraph } from './subgraph.ts';

export const batchService = defineService({
  name: 'batch',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration } = service;
    const { sellers, problems } = await loadOwnSellers(configuration.SELLER_FILE);
    if (problems !== undefined) throw new ConfigurationError(problems);
    const subgraph = createBatchSubgraph(toImportSettings(configuration, sellers));
    const eventLog = await openEventLog(configuration, 'batch', service.tracing);
    service.owner.own('event log', () => eventLog.close());
    const { sql } = await startSubgraph(service, subgraph, {
      port: configuration.BATCH_PORT,
      database: { name: 'batch-api', maxConnections: 5 },
    });
    startOutboxRelay(service, {
      outbox: workOutbox,
      eventLog,
      topic: workTopic,
      partitions: workPartitions,
    });
    startAuditRelay(service, { outbox: auditOutbox, eventLog });
    const sweeper = startUploadSweeper({ sql, log: service.log });
    service.owner.own('upload sweeper', () => sweeper.close());
    addJobMetrics(service.metrics, sql, service.log);
  },
});
