import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Sql } from 'postgres';
import type { AuditedMutations } from '#platform/audit/audit-mutations.ts';
import { writeAuditEntry } from '#platform/audit/write-audit-entry.ts';
import { createCallerDatabase } from '#platform/database/caller-database.ts';
import type { Database } from '#platform/database/database.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { migrateDatabase } from '#platform/database/migrate.ts';
import type { ReadinessCheck } from '#platform/http/readiness.ts';
import type { Log } from '#platform/log/log.ts';
import type { Metrics } from '#platform/metrics/metrics.ts';
import type { ServerTls } from '#platform/tls/server-tls.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { Tracing } from '#platform/tracing/tracing.ts';
import type { SubgraphContext } from './subgraph-context.ts';
import { createSubgraphServer } from './subgraph-server.ts';

/** A subgraph whose resolvers need its own database and nothing else. */
export interface SubgraphDefinition<Context extends SubgraphContext> {
  /** The name of the subgraph and of its database schema. */
  readonly name: string;
  /** Reads its SDL. */
  readonly readSdl: () => Promise<string>;
  /** Whoever holds this role may read the SDL in production. */
  readonly schemaReader: string;
  /** The audit entries of all its mutations, which its table `audit_outbox` keeps. */
  readonly audit?: AuditedMutations;
  /** The folder with its drizzle migrations. */
  readonly migrations: URL;
  readonly resolvers: object;
  /**
   * Called once; the result is called for each request.
   *
   * @param sql the same pool as `db`, for statements written by hand
   */
  readonly createContextFactory: (db: PostgresJsDatabase, sql: Sql) => ContextFactory<Context>;
  /** Adds routes of files beside GraphQL, which check their callers themselves. */
  readonly registerRoutes?: (
    server: FastifyInstance,
    parts: Pick<SubgraphParts, 'database' | 'verifier'>,
  ) => void;
  /** The longest time for a whole request that one of these routes gives by its `requestTimeoutMs`, in milliseconds. */
  readonly maxRequestMs?: number;
}

/**
 * Creates the context of one request.
 *
 * @param reader the database for reads of the request: its statements end when the caller is gone
 */
export type ContextFactory<Context extends SubgraphContext> = (
  base: SubgraphContext,
  reader: PostgresJsDatabase,
) => Context;

/** The parts that a subgraph's process builds for it. */
export interface SubgraphParts {
  readonly database: Database;
  readonly verifier: TokenVerifier;
  readonly log: Log;
  readonly isProduction: boolean;
  /** The subgraph's own figures. Default: those that every process has. */
  readonly metrics?: Metrics;
  /** Records a span of each request. */
  readonly tracing?: Tracing | undefined;
  /** Certificates, and the clients that may connect. */
  readonly tls?: ServerTls | undefined;
  /** Further conditions for being ready, beside its database. */
  readonly readiness?: Readonly<Record<string, ReadinessCheck>>;
}

/** Brings the subgraph's tables up to date. */
export function migrateSubgraph<Context extends SubgraphContext>(
  { name, migrations }: SubgraphDefinition<Context>,
  databaseUrl: string,
): Promise<void> {
  return migrateDatabase({ url: databaseUrl, schema: name, folder: fileURLToPath(migrations) });
}

/** Creates the subgraph's HTTP server over a migrated database; it is ready while the database answers. */
export async function createServerOf<Context extends SubgraphContext>(
  definition: SubgraphDefinition<Context>,
  { database, verifier, log, isProduction, metrics, tracing, tls, readiness = {} }: SubgraphParts,
): Promise<FastifyInstance> {
  const createContext = definition.createContextFactory(database.db, database.sql);
  const server = await createSubgraphServer({
    typeDefs: await definition.readSdl(),
    schemaReader: definition.schemaReader,
    resolvers: definition.resolvers,
    audit: definition.audit && {
      source: definition.name,
      mutations: definition.audit,
      write: (entry) => writeAuditEntry(database.db, entry),
    },
    verifier,
    log,
    isProduction,
    tracing,
    tls,
    ...(metrics === undefined ? {} : { metrics }),
    createContext: (base) =>
      createContext(
        base,
        base.signal === undefined ? database.db : createCallerDatabase(database.sql, base.signal),
      ),
    readiness: { database: () => database.ping(), ...readiness },
    ...(definition.maxRequestMs === undefined ? {} : { maxRequestMs: definition.maxRequestMs }),
  });
  definition.registerRoutes?.(server, { database, verifier });
  return server;
}
