import { migrateDatabase } from '#platform/database/migrate.ts';
import type { ServiceParts } from '#platform/process/service.ts';
import { auditSignIns } from './audit/audit-credentials.ts';
import { auditSession } from './audit/audit-sessions.ts';
import { startAudit } from './audit/start-audit.ts';
import { gatewayMigrations } from './database/gateway-migrations.ts';
import { startGateway } from './gateway.ts';
import type { GatewayConfiguration } from './gateway-configuration.ts';
import { prepareSignIn } from './session/prepare-sign-in.ts';
import { divideLimits } from './workers/divide-limits.ts';
import { joinWorkers } from './workers/join-workers.ts';

/** Starts the gateway that takes requests in this process, alone or as one of several workers. */
export async function serveRequests(parts: ServiceParts<GatewayConfiguration>): Promise<void> {
  const { configuration, log, metrics, tracing, tls, owner } = parts;
  const { session } = configuration;
  const { databaseUrl } = configuration.rateLimits;
  if (databaseUrl !== undefined) await migrateDatabase({ url: databaseUrl, ...gatewayMigrations });
  const audit = await startAudit(parts);
  const signIn =
    session &&
    (await prepareSignIn(session, {
      log,
      owner,
      ...(audit && { audit: auditSession, onRefused: auditSignIns(audit) }),
    }));
  const workers = joinWorkers(configuration.workers, metrics.registry);
  const divided = divideLimits(configuration, workers.count);
  const address = await startGateway({
    configuration: divided,
    log,
    metrics,
    tracing,
    tls,
    owner,
    signIn,
    workers,
    audit,
  });
  log.info({ address: `${address}/graphql` }, 'the gateway listens');
}
