import { auditPartitions, auditTopic } from '#platform/audit/audit-topic.ts';
import { startAuditRelay } from '#platform/audit/start-audit-relay.ts';
import { requireAuditTrail } from '#platform/audit/trail/prepare-audit-trail.ts';
import { startSweeper } from '#platform/database/sweeper.ts';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { defineService } from '#platform/process/service.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { ChangeWatch } from '#platform/waiting/change-watch.ts';
import { configurationSchema } from './configuration.ts';
import { createAuditMetrics } from './feed/audit-metrics.ts';
import { loadAuditLag, readAuditLog } from './feed/read-audit-log.ts';
import { applyRetention } from './store/apply-retention.ts';
import { findTrailEnd } from './store/find-entries.ts';
import { createAuditSubgraph } from './subgraph.ts';
import { auditOutbox } from './tables.ts';
import { findVerification } from './verification/find-verification.ts';
import { addVerificationMetrics } from './verification/verification-metrics.ts';
import { BackgroundVerification } from './verification/verify-in-background.ts';

const watchEveryMs = 1_000;
const sweepEveryMs = 3_600_000;

export const auditService = defineService({
  name: 'audit',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration, log, metrics, owner } = service;
    await requireAuditTrail(configuration.DATABASE_URL);
    const changes = createBell();
    const eventLog = await openEventLog(configuration, 'audit', service.tracing);
    owner.own('event log', () => eventLog.close());
    await eventLog.ensureTopic(auditTopic, auditPartitions);
    const subgraph = createAuditSubgraph({ changes, clock: () => new Date() });
    const { db, sql } = await startSubgraph(service, subgraph, {
      port: configuration.AUDIT_PORT,
      readiness: { eventLog: () => eventLog.ping(), reading: async () => reading.ping() },
    });
    const watch = new ChangeWatch({
      what: 'audit entries',
      loadEnd: () => findTrailEnd(db),
      changes,
      log,
      everyMs: watchEveryMs,
    });
    owner.own('watch of entries', () => watch.close());
    const sweeper = startSweeper({
      what: 'audit entries',
      log,
      everyMs: sweepEveryMs,
      deleteSome: () => applyRetention(sql),
    });
    owner.own('sweeper', () => sweeper.close());
    const reading = await readAuditLog({
      sql,
      eventLog,
      log,
      metrics: createAuditMetrics(metrics.registry, () => loadAuditLag(sql, eventLog)),
      onAdded: () => changes.ring(),
    });
    owner.own('reader', () => reading.close());
    addVerificationMetrics(metrics.registry, () => findVerification(db));
    const verification = new BackgroundVerification({ sql, log, clock: () => new Date() });
    owner.own('verification', () => verification.close());
    startAuditRelay(service, { outbox: auditOutbox, eventLog });
  },
});
