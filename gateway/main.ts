import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { connectDatabase } from '#platform/database/database.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import { createLog } from '#platform/log/log.ts';
import { runProcess } from '#platform/process/run-process.ts';
import { assertProductionIssuer } from '#platform/tokens/development-credentials.ts';
import { parseGatewayConfiguration } from './configuration.ts';
import { type SignIn, startGateway } from './gateway.ts';
import { playgroundPath } from './playground/server/register-playground.ts';
import { loadDevelopmentSecret } from './session/development-secret.ts';
import { registerSessions, sessionMigrations } from './session/register-sessions.ts';
import { toSessionConfiguration } from './session/session-configuration.ts';

// Nothing here constructs the ApolloGateway class, which alone would report to Apollo; this holds if something ever does.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

const log = createLog({ name: 'gateway', ...(process.env.LOG_LEVEL && { level: process.env.LOG_LEVEL }) });

await runProcess(log, async (owner) => {
  const configuration = parseGatewayConfiguration(process.env);
  if (configuration.nodeEnvironment === 'production') {
    await assertProductionIssuer({ ...configuration.issuers[0], signal: owner.signal });
  }
  const signIn = await prepareSignIn();
  const address = await startGateway({ configuration, log, owner, signIn });
  log.info({ address: `${address}/graphql` }, 'the gateway listens');

  async function prepareSignIn(): Promise<SignIn | undefined> {
    const { sessionVariables, databaseUrl, host, port, dataFolder, nodeEnvironment } = configuration;
    const needsSecret =
      nodeEnvironment !== 'production' &&
      sessionVariables.OIDC_CLIENT_ID !== undefined &&
      sessionVariables.SESSION_SECRET === undefined;
    const session = toSessionConfiguration(sessionVariables, {
      publicUrl: `http://${host === '127.0.0.1' ? 'localhost' : host}:${port}`,
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
});
