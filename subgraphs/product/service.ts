import { startAuditRelay } from '#platform/audit/start-audit-relay.ts';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { startOutboxRelay } from '#platform/outbox/start-outbox-relay.ts';
import { defineService } from '#platform/process/service.ts';
import { workPartitions, workTopic } from '#schema/work-events/work-topic.ts';
import { configurationSchema } from './configuration.ts';
import { productSubgraph } from './subgraph.ts';
import { auditOutbox, workOutbox } from './tables.ts';

export const productService = defineService({
  name: 'product',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration, owner } = service;
    const eventLog = await openEventLog(configuration, 'product', service.tracing);
    owner.own('event log', () => eventLog.close());
    await startSubgraph(service, productSubgraph, { port: configuration.PRODUCT_PORT });
    startOutboxRelay(service, {
      outbox: workOutbox,
      eventLog,
      topic: workTopic,
      partitions: workPartitions,
    });
    startAuditRelay(service, { outbox: auditOutbox, eventLog });
  },
});
