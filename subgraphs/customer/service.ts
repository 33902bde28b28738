import { startAuditRelay } from '#platform/audit/start-audit-relay.ts';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { defineService } from '#platform/process/service.ts';
import { configurationSchema } from './configuration.ts';
import { customerSubgraph } from './subgraph.ts';
import { auditOutbox } from './tables.ts';

export const customerService = defineService({
  name: 'customer',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration, owner } = service;
    const eventLog = await openEventLog(configuration, 'customer', service.tracing);
    owner.own('event log', () => eventLog.close());
    await startSubgraph(service, customerSubgraph, { port: configuration.CUSTOMER_PORT });
    startAuditRelay(service, { outbox: auditOutbox, eventLog });
  },
});
