import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { provisionDatabase } from '#platform/database/provision.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { prepareEventLog } from '#platform/event-log/postgres/prepare-event-log.ts';
import { createLog } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/owner.ts';
import { type Context, contexts, databaseRoles } from '../system/database-roles.ts';
import type { LauncherConfiguration } from './configuration.ts';
import type { ProcessOutput } from './output.ts';
import type { Secrets } from './secrets.ts';

/**
 * Starts the embedded server, unless a server was given, makes sure that each context has its role and schema, and
 * prepares the event log, which none of the processes owns.
 *
 * @returns the URL with the role of each context
 */
export async function openDatabases(
  configuration: LauncherConfiguration,
  secrets: Secrets,
  tools: { readonly owner: Owner; readonly openOutput: (name: string) => ProcessOutput },
): Promise<Record<Context, string>> {
  const url = configuration.databaseUrl ?? (await startServer(configuration, secrets, tools));
  const urls = await provisionDatabase(
    url,
    contexts.map((name) => ({ ...databaseRoles[name], name, password: secrets[name] })),
  );
  const roleUrls = urls as Record<Context, string>;
  await prepareEventLog(roleUrls.event_log, configuration.eventLogRetentionMs);
  return roleUrls;
}

async function startServer(
  { dataFolder, ports }: LauncherConfiguration,
  secrets: Secrets,
  { owner, openOutput }: { readonly owner: Owner; readonly openOutput: (name: string) => ProcessOutput },
): Promise<string> {
  const output = openOutput('postgres');
  owner.own('log of PostgreSQL', output.close);
  const server = await startEmbeddedPostgres({
    folder: join(dataFolder, 'postgres'),
    port: ports.DATABASE_PORT,
    password: secrets.postgres,
    log: createLog({ name: 'postgres', level: 'debug', destination: output }),
    // The pools of all processes together may open as many as the 100 that are its default. With its 4 MB of log buffers
    // two connections that import wait for each other.
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
