import type { FastifyInstance } from 'fastify';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import type { ReadinessCheck } from '#platform/http/readiness.ts';
import type { Owner } from '#platform/process/owner.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { gatewayMigrations } from '../database/gateway-migrations.ts';
import { loadDevelopmentSecret } from './development-secret.ts';
import { type RegisterSessionsOptions, registerSessions } from './register-sessions.ts';
import type { SessionConfiguration } from './session-configuration.ts';
import type { SessionCredentials } from './session-credentials.ts';

/** The part of a gateway that signs people in. */
export interface SignIn {
  /** Puts its routes on the server and gives back the credentials by session, of requests, of files and of connections. */
  readonly register: (app: FastifyInstance, verifier: TokenVerifier) => Promise<SessionCredentials>;
  /** The checks of everything that it needs. */
  readonly readiness: Readonly<Record<string, ReadinessCheck>>;
}

/** The parts of the process that signing in uses. */
interface SignInParts extends Pick<RegisterSessionsOptions, 'log' | 'audit' | 'onRefused'> {
  readonly owner: Pick<Owner, 'own'>;
}

/** Opens what people need to sign in at this gateway. */
export async function prepareSignIn(
  configuration: SessionConfiguration,
  { log, owner, audit, onRefused }: SignInParts,
): Promise<SignIn> {
  const { databaseUrl, dataFolder } = configuration;
  const secrets =
    configuration.secrets.length > 0 ? configuration.secrets : [await loadDevelopmentSecret(dataFolder)];
  await migrateDatabase({ url: databaseUrl, ...gatewayMigrations });
  const database = connectDatabase({ url: databaseUrl, name: 'gateway' });
  owner.own('database', () => database.close());
  return {
    readiness: { database: () => database.ping() },
    register: (app, verifier) =>
      registerSessions(app, {
        configuration: { ...configuration, secrets },
        database,
        verifier,
        log,
        audit,
        onRefused,
      }),
  };
}
