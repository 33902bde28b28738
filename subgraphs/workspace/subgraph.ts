import type { SubgraphDefinition } from '#platform/graphql/subgraph-definition.ts';
import type { Bell } from '#platform/waiting/bell.ts';
import { readSubgraphSdl, schemaReader } from '#schema/subgraph-sdl.ts';
import { workspaceAudit } from './audit.ts';
import { createWorkspaceContexts, type WorkspaceContext } from './context.ts';
import { resolvers } from './resolvers/resolvers.ts';

/**
 * Creates the workspace subgraph.
 *
 * @param parts.changes rung when there may be new notices, for those who follow them
 */
export function createWorkspaceSubgraph(parts: {
  readonly changes: Bell;
}): SubgraphDefinition<WorkspaceContext> {
  return {
    name: 'workspace',
    readSdl: () => readSubgraphSdl('workspace'),
    schemaReader,
    migrations: new URL('migrations/', import.meta.url),
    audit: workspaceAudit,
    resolvers,
    createContextFactory: (writer, sql) => createWorkspaceContexts(parts, { writer, sql }),
  };
}
