import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import type { ServiceParts } from '#platform/process/service.ts';
import type { GatewayConfiguration } from '../configuration.ts';
import type { SignIn } from '../gateway.ts';
import { playgroundPath } from '../playground/server/register-playground.ts';
import { loadDevelopmentSecret } from './development-secret.ts';
import { registerSessions, sessionMigrations } from './register-sessions.ts';
import { toSessionConfiguration } from './session-configuration.ts';

/**
 * Opens what people need to sign in at this gateway.
 *
 * @returns `undefined` if the configuration has no client: then only bearer tokens count
 * @throws {ConfigurationError}
 */
export async function prepareSignIn(
  service: ServiceParts<GatewayConfiguration>,
): Promise<SignIn | undefined> {
  const { configuration, isProduction, log, owner } = service;
  const { sessionVariables, databaseUrl, host, port, dataFolder } = configuration;
  const needsSecret =
    !isProduction &&
    sessionVariables.OIDC_CLIENT_ID !== undefined &&
    sessionVariables.SESSION_SECRET === undefined;
  const session = toSessionConfiguration(sessionVariables, {
    publicUrl: `http://${host === '127.0.0.1' ? 'localhost' : host}:${port}`,
    issuer: configuration.issuers[0],
    homePath: configuration.playground ? playgroundPath : '/',
    ...(needsSecret && { secret: await loadDevelopmentSecret(dataFolder) }),
  });
  if (!session) return undefined;
  if (databaseUrl === undefined)
    throw new ConfigurationError(['DATABASE_URL is missing: sessions are kept there']);
  await migrateDatabase({ url: databaseUrl, ...sessionMigrations });
  const database = connectDatabase({ url: databaseUrl, name: 'gateway' });
  owner.own('database', () => database.close());
  return {
    readiness: { database: () => database.ping() },
    register: (app, verifier) =>
      registerSessions(app, { configuration: session, database, databaseUrl, verifier, log }),
  };
}
