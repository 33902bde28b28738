import { startAuditRelay } from '#platform/audit/start-audit-relay.ts';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { startOutboxRelay } from '#platform/outbox/start-outbox-relay.ts';
import { defineService } from '#platform/process/service.ts';
import { workPartitions, workTopic } from '#schema/work-events/work-topic.ts';
import { auditOutbox, workOutbox } from '../jobs/tables.ts';
import { startUploadSweeper } from '../uploads/upload-sweeper.ts';
import { configurationSchema, toImportSettings } from './configuration.ts';
import { addJobMetrics } from './job-metrics.ts';
import { createBatchSubgraph } from './subgraph.ts';

export const batchService = defineService({
  name: 'batch',
  fields: configurationSchema,
  start: async (service) => {
    const subgraph = createBatchSubgraph(toImportSettings(service.configuration));
    const eventLog = await openEventLog(service.configuration, 'batch', service.tracing);
    service.owner.own('event log', () => eventLog.close());
    const { sql } = await startSubgraph(service, subgraph, {
      port: service.configuration.BATCH_PORT,
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
