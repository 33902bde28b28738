import { ConfigurationError, parseConfiguration } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import type { Log } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/owner.ts';
import { ClientTls } from './client-tls.ts';
import { keepReading } from './followed-tls.ts';
import { ServerTls } from './server-tls.ts';
import { serviceTlsSchema, toMinVersion, toServiceFiles } from './service-tls-fields.ts';

/** The TLS of a service: towards those who ask it, and towards those that it asks. */
export interface ServiceTls {
  /** `undefined` if it listens without TLS. */
  readonly server: ServerTls | undefined;
  readonly client: ClientTls;
}

export interface ServiceTlsParts {
  readonly log: Log;
  readonly owner: Pick<Owner, 'own'>;
  /** Between two looks at the files, in milliseconds. Default 2,000. */
  readonly refreshMs?: number;
}

/**
 * Opens the TLS that the variables of a service ask for, and follows its files.
 *
 * @throws {ConfigurationError} that lists all that is wrong with the variables and the files
 */
export async function openServiceTls(
  environment: Environment,
  { log, owner, refreshMs }: ServiceTlsParts,
): Promise<ServiceTls> {
  const given = parseConfiguration(serviceTlsSchema, environment);
  const files = toServiceFiles(given);
  const minVersion = toMinVersion(given.TLS_MIN_VERSION);
  const hasServer = files.server.certificate !== undefined;
  const server = hasServer
    ? new ServerTls({ files: files.server, minVersion, clientNames: given.TLS_CLIENT_NAMES, log })
    : undefined;
  const client = new ClientTls({ files: files.client, minVersion, log });
  const followed = [...(server ? [server.followed] : []), client.followed];
  const problems = await Promise.all(followed.map((one) => one.load()));
  const distinct = [...new Set(problems.flat())];
  if (distinct.length > 0) throw new ConfigurationError(distinct);
  const stop = keepReading(followed, refreshMs);
  owner.own('certificates', async () => {
    await stop();
    await client.close();
  });
  return { server, client };
}
