import { join } from 'node:path';
import { auditPartitions, auditTopic } from '#platform/audit/audit-topic.ts';
import type { EventLog } from '#platform/event-log/event-log.ts';
import type { Log } from '#platform/log/log.ts';
import { startRelay } from '#platform/outbox/relay.ts';
import type { Owner } from '#platform/process/owner.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import type { AuditConfiguration } from './audit-fields.ts';
import { AuditSpool } from './audit-spool.ts';
import { AuditUnavailableError } from './audit-unavailable-error.ts';
import { forwardEntries } from './forward-entries.ts';
import { GatewayAudit } from './gateway-audit.ts';

export interface AuditParts {
  readonly configuration: AuditConfiguration;
  readonly dataFolder: string;
  readonly eventLog: EventLog;
  readonly log: Log;
  readonly owner: Pick<Owner, 'own'>;
}

const pollMs = 1_000;
/** Of entries that are lost the log has one line in this time, in milliseconds. */
const lossLineMs = 10_000;

/** Opens the audit of a gateway: its spool, and what sends it to the log. The owner closes it. */
export async function openAudit({
  configuration,
  dataFolder,
  eventLog,
  log,
  owner,
}: AuditParts): Promise<GatewayAudit> {
  const { isClosedWhenFull, maxSpoolBytes: maxBytes } = configuration;
  const spool = await AuditSpool.open({ folder: join(dataFolder, 'audit'), maxBytes });
  owner.own('spool of the audit', () => spool.close());
  const relay = startRelay({
    prepare: () => eventLog.ensureTopic(auditTopic, auditPartitions),
    relayBatch: (signal) => forwardEntries(spool, { eventLog, log }, signal),
    onRound: () => {},
    onFailure: (error, failures, waitMs) =>
      log.warn(
        { err: error, waitingBytes: spool.bytes, failures, waitMs: Math.round(waitMs) },
        'the audit could not be sent; trying again',
      ),
    pollMs,
    finishWithinMs: closeDeadlines.lastWorkMs,
  });
  owner.own('forwarder of the audit', () => relay.close());
  let lost = 0;
  let saidAtMs = Number.NEGATIVE_INFINITY;
  const audit = new GatewayAudit({
    keep: (line) => spool.append(line),
    onKept: relay.hint,
    onLost: (entry, error) => {
      if (isClosedWhenFull) throw new AuditUnavailableError({ cause: error });
      lost += 1;
      if (performance.now() - saidAtMs < lossLineMs) return;
      saidAtMs = performance.now();
      log.error({ err: error, action: entry.action, lost }, 'entries of the audit are lost');
    },
    log,
  });
  owner.own('audit', () => audit.close());
  return audit;
}
