import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { enforceAuthorization } from '#platform/authorization/enforce.ts';
import { boundArguments } from './bound-arguments.ts';
import { stopForGoneCallers } from './stop-for-gone-callers.ts';

/** Resolvers in the form of @apollo/subgraph. */
type SchemaModule = Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>;

/** The executable schema of a subgraph. It enforces the rules of its SDL and stops when its caller is gone. */
export function createSubgraphSchema(options: { typeDefs: string; resolvers: object }): GraphQLSchema {
  const resolvers = options.resolvers as NonNullable<SchemaModule['resolvers']>;
  const schema = buildSubgraphSchema([{ typeDefs: parse(options.typeDefs), resolvers }]);
  return enforceAuthorization(stopForGoneCallers(boundArguments(schema)));
}
