import { type ExecutionResult, execute, parse, subscribe } from 'graphql';
import { principalWith } from '#platform/authorization/testing/principal-with.ts';
import { createSubgraphSchema } from '#platform/graphql/subgraph-schema.ts';
import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';
import { createResolvers } from '../subgraph/resolvers.ts';
import type { StoredStatistics } from './stored-statistics.ts';

/** The API without a network, for a caller with these roles. */
export interface StatisticsApi {
  query(text: string, variables?: Readonly<Record<string, unknown>>): Promise<ExecutionResult>;
  /** Events, or the errors of a refusal. */
  subscribe(
    text: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult>;
}

export async function createStatisticsApi(
  stored: StoredStatistics,
  roles: readonly string[] = ['BILLING_MANAGER'],
): Promise<StatisticsApi> {
  const typeDefs = await readSubgraphSdl('statistics');
  const { database, changes, keepsReceived } = stored;
  const resolvers = createResolvers({
    sql: database.sql,
    changes,
    keepsReceived,
    timeZone: 'Europe/Paris',
    onError: () => {},
  });
  const schema = createSubgraphSchema({ typeDefs, resolvers });
  const contextValue = { principal: principalWith({ roles, scopes: ['statistics:read'] }) };
  const toArgs = (text: string, variableValues: Readonly<Record<string, unknown>> = {}) => ({
    schema,
    document: parse(text),
    variableValues,
    contextValue,
  });
  return {
    query: async (text, variables) => execute(toArgs(text, variables)),
    subscribe: async (text, variables) => subscribe(toArgs(text, variables)),
  };
}
