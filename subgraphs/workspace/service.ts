import { startAuditRelay } from '#platform/audit/start-audit-relay.ts';
import { startSweeper } from '#platform/database/sweeper.ts';
import { openEventLog } from '#platform/event-log/open-event-log.ts';
import { startSubgraph } from '#platform/graphql/start-subgraph.ts';
import { defineService } from '#platform/process/service.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { ChangeWatch } from '#platform/waiting/change-watch.ts';
import { workPartitions, workTopic } from '#schema/work-events/work-topic.ts';
import { configurationSchema } from './configuration.ts';
import { noticeDays } from './domain/bounds.ts';
import { createNoticeMetrics } from './feed/notice-metrics.ts';
import { loadWorkLag, readWorkEvents } from './feed/read-work-events.ts';
import { addressDays } from './mail/find-recipients.ts';
import { startNoticeMails } from './mail/start-notice-mails.ts';
import { deleteOldAddresses, deleteOldMails } from './store/delete-old-mails.ts';
import { deleteOldNotices } from './store/delete-old-notices.ts';
import { findEnd } from './store/find-notices.ts';
import { createWorkspaceSubgraph } from './subgraph.ts';
import { auditOutbox } from './tables.ts';

const watchEveryMs = 1_000;
const sweepEveryMs = 3_600_000;

export const workspaceService = defineService({
  name: 'workspace',
  fields: configurationSchema,
  start: async (service) => {
    const { configuration, log, metrics, owner } = service;
    const changes = createBell();
    const eventLog = await openEventLog(configuration, 'workspace', service.tracing);
    owner.own('event log', () => eventLog.close());
    await eventLog.ensureTopic(workTopic, workPartitions);
    const { db, sql } = await startSubgraph(service, createWorkspaceSubgraph({ changes }), {
      port: configuration.WORKSPACE_PORT,
      readiness: { eventLog: () => eventLog.ping(), reading: async () => reading.ping() },
    });
    const watch = new ChangeWatch({
      what: 'notices',
      loadEnd: () => findEnd(db),
      changes,
      log,
      everyMs: watchEveryMs,
    });
    owner.own('watch of notices', () => watch.close());
    const kept = {
      notices: () => deleteOldNotices(sql, noticeDays),
      'mails to staff': () => deleteOldMails(sql, noticeDays),
      'addresses of staff': () => deleteOldAddresses(sql, addressDays),
    };
    for (const [what, deleteSome] of Object.entries(kept)) {
      const sweeper = startSweeper({ what, log, everyMs: sweepEveryMs, deleteSome });
      owner.own(`sweeper of ${what}`, () => sweeper.close());
    }
    await startNoticeMails(service, { db, changes });
    const reading = await readWorkEvents({
      sql,
      eventLog,
      log,
      metrics: createNoticeMetrics(metrics.registry, () => loadWorkLag(sql, eventLog)),
      onAdded: () => changes.ring(),
    });
    owner.own('reader', () => reading.close());
    startAuditRelay(service, { outbox: auditOutbox, eventLog });
  },
});
