import { join } from 'node:path';
import { prepareAuditTrail } from '#platform/audit/trail/prepare-audit-trail.ts';
import { toTlsUrl } from '#platform/database/connection-tls.ts';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { provisionDatabase } from '#platform/database/provision.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { prepareEventLog } from '#platform/event-log/postgres/prepare-event-log.ts';
import { createLog } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/owner.ts';
import type { CertificatePaths } from '../certificates/certificate-folder.ts';
import { type Context, contexts, databaseRoles } from '../system/database-roles.ts';
import type { LauncherConfiguration } from './configuration.ts';
import type { ProcessOutput } from './output.ts';
import type { Secrets } from './secrets.ts';

interface DatabaseTools {
  readonly owner: Owner;
  readonly openOutput: (name: string) => ProcessOutput;
  /** The files of certificates, if the embedded server is to speak TLS. */
  readonly certificates: CertificatePaths | undefined;
}

/**
 * Starts the embedded server, unless a server was given, makes sure that each context has its role and schema, and
 * prepares the event log and the audit trail, which none of the processes owns.
 *
 * @returns the URL with the role of each context
 */
export async function openDatabases(
  configuration: LauncherConfiguration,
  secrets: Secrets,
  tools: DatabaseTools,
): Promise<Record<Context, string>> {
  const url = configuration.databaseUrl ?? (await startServer(configuration, secrets, tools));
  const urls = await provisionDatabase(
    url,
    contexts.map((name) => ({ ...databaseRoles[name], name, password: secrets[name] })),
  );
  const isOwn = configuration.databaseUrl === undefined;
  const roleUrls = Object.fromEntries(
    Object.entries(urls).map(([role, one]) => [role, isOwn ? withCertificate(one, role, tools) : one]),
  ) as Record<Context, string>;
  await prepareEventLog(roleUrls.event_log, configuration.eventLogRetentionMs);
  await prepareAuditTrail(roleUrls.audit_trail, configuration.auditRetention);
  return roleUrls;
}

async function startServer(
  { dataFolder, ports }: LauncherConfiguration,
  secrets: Secrets,
  tools: DatabaseTools,
): Promise<string> {
  const { owner, openOutput, certificates } = tools;
  const output = openOutput('postgres');
  owner.own('log of PostgreSQL', output.close);
  const server = await startEmbeddedPostgres({
    folder: join(dataFolder, 'postgres'),
    port: ports.DATABASE_PORT,
    password: secrets.postgres,
    log: createLog({ name: 'postgres', level: 'debug', destination: output }),
    // The pools of all processes together may open as many as the 100 that are its default. With its 4 MB of log buffers
    // two connections that import wait for each other.
    ...(certificates && {
      tls: { ca: certificates.ca, crl: certificates.crl, ...certificates.of('postgres') },
    }),
    settings: { max_connections: '200', wal_buffers: '16MB' },
  });
  let isStopping = false;
  owner.own('PostgreSQL', () => {
    isStopping = true;
    return server.stop();
  });
  server.exited.then(() => {
    if (isStopping) return;
    const message = `PostgreSQL ended by itself; ${join(dataFolder, 'logs/postgres.log')} says why.`;
    owner.fail(new CodedError('DATABASE_LOST', message));
  });
  owner.signal.throwIfAborted();
  return server.url;
}

/** Each role has the certificate with its name: the server takes no other. */
function withCertificate(url: string, role: string, { certificates }: DatabaseTools): string {
  if (certificates === undefined) return url;
  return toTlsUrl(url, { ca: certificates.ca, crl: certificates.crl, ...certificates.of(role) });
}
