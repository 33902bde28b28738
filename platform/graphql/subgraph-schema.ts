import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { auditMutations, type MutationAudit } from '#platform/audit/audit-mutations.ts';
import { enforceAuthorization } from '#platform/authorization/enforce.ts';
import { boundArguments } from './bound-arguments.ts';
import { stopForGoneCallers } from './stop-for-gone-callers.ts';

/** Resolvers in the form of @apollo/subgraph. */
type SchemaModule = Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>;

/**
 * The executable schema of a subgraph. It enforces the rules of its SDL, stops when its caller is gone, and writes the audit of its
 * mutations if it has one.
 */
export function createSubgraphSchema(options: {
  readonly typeDefs: string;
  readonly resolvers: object;
  readonly audit?: MutationAudit | undefined;
}): GraphQLSchema {
  const resolvers = options.resolvers as NonNullable<SchemaModule['resolvers']>;
  const schema = buildSubgraphSchema([{ typeDefs: parse(options.typeDefs), resolvers }]);
  const enforced = enforceAuthorization(stopForGoneCallers(boundArguments(schema)));
  return options.audit === undefined ? enforced : auditMutations(enforced, options.audit);
}
