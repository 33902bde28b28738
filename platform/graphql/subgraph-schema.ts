import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { enforceAuthorization } from '#platform/authorization/enforce.ts';

/** Resolvers as @apollo/subgraph takes them. */
type SchemaModule = Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>;

/** The executable schema of a subgraph, which refuses by itself what the rules of its SDL forbid. */
export function createSubgraphSchema(options: { typeDefs: string; resolvers: object }): GraphQLSchema {
  const resolvers = options.resolvers as NonNullable<SchemaModule['resolvers']>;
  return enforceAuthorization(buildSubgraphSchema([{ typeDefs: parse(options.typeDefs), resolvers }]));
}
