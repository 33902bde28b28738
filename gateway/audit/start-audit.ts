import { startAuditRelay } from '#platform/audit/start-audit-relay.ts';
import type { ServiceParts } from '#platform/process/service.ts';
import { sessionAuditOutbox } from '../database/audit-table.ts';
import type { AuditConfiguration } from './audit-fields.ts';
import type { GatewayAudit } from './gateway-audit.ts';
import { openAudit } from './open-audit.ts';

interface AuditedConfiguration {
  readonly audit: AuditConfiguration | undefined;
  readonly dataFolder: string;
  /** The database of sessions, whose events wait in it; undefined if nobody signs in here. */
  readonly session: { readonly databaseUrl: string } | undefined;
}

/** Opens the audit that the configuration asks for, and starts to send what waits for the log; undefined if it asks for none. */
export async function startAudit(
  parts: ServiceParts<AuditedConfiguration>,
): Promise<GatewayAudit | undefined> {
  const { configuration, log, owner, tracing } = parts;
  const { audit, dataFolder, session } = configuration;
  if (audit === undefined) return undefined;
  // Loaded here, as a gateway without an audit needs no event log.
  const { openEventLog } = await import('#platform/event-log/open-event-log.ts');
  const eventLog = await openEventLog(audit.eventLog, 'gateway', tracing);
  owner.own('event log', () => eventLog.close());
  if (session !== undefined) {
    const ofSessions = { ...parts, configuration: { DATABASE_URL: session.databaseUrl } };
    startAuditRelay(ofSessions, { outbox: sessionAuditOutbox, eventLog });
  }
  return openAudit({ configuration: audit, dataFolder, eventLog, log, owner });
}
