import type { IdentityVariables } from '#platform/configuration/identity-fields.ts';
import type { Database } from '#platform/database/database.ts';
import { startIdempotencySweeper } from '#platform/database/idempotency-sweeper.ts';
import type { SqlPoolOptions } from '#platform/database/sql-pool.ts';
import { announceInstance, toInstanceReadiness } from '#platform/discovery/announce-instance.ts';
import type { InstanceVariables } from '#platform/discovery/instance-fields.ts';
import { listen } from '#platform/http/http-server.ts';
import type { ServiceParts } from '#platform/process/service.ts';
import { openDatabase, openTokenVerifier } from '#platform/process/service-parts.ts';
import type { SubgraphContext } from './subgraph-context.ts';
import {
  createServerOf,
  migrateSubgraph,
  type SubgraphDefinition,
  type SubgraphParts,
} from './subgraph-definition.ts';

/** The variables that every subgraph with a database of its own reads. */
interface SubgraphVariables extends IdentityVariables, InstanceVariables {
  readonly DATABASE_URL: string;
  readonly HOST: string;
  /** Only for a subgraph that keeps the answers to repeated calls. */
  readonly IDEMPOTENCY_KEY_DAYS?: number;
}

/**
 * Starts a subgraph with the configuration of its service: migrates its tables, opens its database, sweeps its idempotency
 * keys if it has some, listens, and registers as an instance of it.
 *
 * @returns its database, which the service's owner closes
 */
export async function startSubgraph<Context extends SubgraphContext>(
  service: ServiceParts<SubgraphVariables>,
  definition: SubgraphDefinition<Context>,
  options: {
    readonly port: number;
    readonly database?: Partial<SqlPoolOptions>;
    readonly readiness?: SubgraphParts['readiness'];
  },
): Promise<Database> {
  const { configuration, log, metrics, tracing, owner, isProduction } = service;
  await migrateSubgraph(definition, configuration.DATABASE_URL);
  const database = openDatabase(service, options.database);
  const keyDays = configuration.IDEMPOTENCY_KEY_DAYS;
  if (keyDays !== undefined) {
    const sweeper = startIdempotencySweeper({ sql: database.sql, days: keyDays, log });
    owner.own('idempotency sweeper', () => sweeper.close());
  }
  const verifier = openTokenVerifier(service);
  const server = await createServerOf(definition, {
    database,
    verifier,
    log,
    isProduction,
    metrics,
    tracing,
    tls: service.tls.server,
    readiness: { ...options.readiness, ...toInstanceReadiness(service) },
  });
  owner.own('server', () => server.close());
  const address = await listen(server, { host: configuration.HOST, port: options.port });
  log.info({ address }, `the ${service.name} subgraph is ready`);
  announceInstance(service, { subgraph: definition.name, sdl: await definition.readSdl(), address });
  return database;
}
