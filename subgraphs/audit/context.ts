import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';
import type { ContextFactory } from '#platform/graphql/subgraph-definition.ts';
import type { Bell } from '#platform/waiting/bell.ts';

/** The parts of the process that all requests share. */
export interface TrailParts {
  /** Rung when there may be new entries. */
  readonly changes: Bell;
  readonly clock: () => Date;
}

/** The values that the resolvers of one request share. */
export interface AuditContext extends SubgraphContext, TrailParts {
  /** Reads for the request; its statements end if the caller is gone. */
  readonly db: PostgresJsDatabase;
  /** Writes, and reads for subscriptions, which last longer than one event. */
  readonly writer: PostgresJsDatabase;
}

/** Creates the context of each request. */
export function createAuditContexts(
  parts: TrailParts,
  writer: PostgresJsDatabase,
): ContextFactory<AuditContext> {
  return (base, reader) => ({ ...base, ...parts, db: reader, writer });
}
