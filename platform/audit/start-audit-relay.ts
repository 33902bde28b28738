import type { EventLog } from '#platform/event-log/event-log.ts';
import type { OutboxTable } from '#platform/outbox/outbox-table.ts';
import { startOutboxRelay } from '#platform/outbox/start-outbox-relay.ts';
import type { ServiceParts } from '#platform/process/service.ts';
import { auditPartitions, auditTopic } from './audit-topic.ts';

/** Starts to move the audit entries of a context to the event log; the service's owner ends it. */
export function startAuditRelay(
  service: ServiceParts<{ readonly DATABASE_URL: string }>,
  { outbox, eventLog }: { readonly outbox: OutboxTable; readonly eventLog: EventLog },
): void {
  startOutboxRelay(service, { outbox, eventLog, topic: auditTopic, partitions: auditPartitions });
}
