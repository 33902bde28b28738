import { SubgraphClient } from '#kernel/directories/subgraph-client.ts';
import { startAuditRelay } from '#platform/audit/start-audit-relay.ts';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { startOutboxRelay } from '#platform/outbox/start-outbox-relay.ts';
import { defineService } from '#platform/process/service.ts';
import { workPartitions, workTopic } from '#schema/work-events/work-topic.ts';
import { AlertAnnouncer } from './alerts/alert-announcer.ts';
import { configurationSchema } from './configuration.ts';
import { createHttpReferences } from './directories/request-references.ts';
import { createCrmSubgraph } from './subgraph.ts';
import { auditOutbox, workOutbox } from './tables.ts';

export const crmService = defineService({
  name: 'crm',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration, log, owner } = service;
    const tls = service.tls.client;
    const customers = new SubgraphClient({
      url: configuration.CUSTOMER_URL,
      name: 'customer service',
      tls,
    });
    owner.own('customer client', () => customers.close());
    const invoices = new SubgraphClient({ url: configuration.BILLING_URL, name: 'billing service', tls });
    owner.own('billing client', () => invoices.close());
    const eventLog = await openEventLog(configuration, 'crm', service.tracing);
    owner.own('event log', () => eventLog.close());
    const clock = () => new Date();
    const subgraph = createCrmSubgraph({
      references: createHttpReferences({ customers, invoices }),
      clock,
      timeZone: configuration.SELLER_TIME_ZONE,
      log,
    });
    const { db } = await startSubgraph(service, subgraph, { port: configuration.CRM_PORT });
    const announcer = new AlertAnnouncer({ db, log, clock });
    owner.own('alert announcer', () => announcer.close());
    startOutboxRelay(service, {
      outbox: workOutbox,
      eventLog,
      topic: workTopic,
      partitions: workPartitions,
    });
    startAuditRelay(service, { outbox: auditOutbox, eventLog });
  },
});
