import type { Sql } from 'postgres';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';
import type { ContextFactory } from '#platform/graphql/subgraph-definition.ts';
import type { Bell } from '#platform/waiting/bell.ts';

/** The values that the resolvers of one request share. */
export interface WorkspaceContext extends SubgraphContext {
  /** Reads for the request; its statements end if the caller is gone. */
  readonly db: PostgresJsDatabase;
  /** Writes, and reads for subscriptions, which last longer than one event. */
  readonly writer: PostgresJsDatabase;
  /** The same for statements written by hand. */
  readonly sql: Sql;
  /** Rung when there may be new notices. */
  readonly changes: Bell;
}

/** Creates the context of each request. */
export function createWorkspaceContexts(
  { changes }: Pick<WorkspaceContext, 'changes'>,
  { writer, sql }: Pick<WorkspaceContext, 'writer' | 'sql'>,
): ContextFactory<WorkspaceContext> {
  return (base, reader) => ({ ...base, db: reader, writer, sql, changes });
}
