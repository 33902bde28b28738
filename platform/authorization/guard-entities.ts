import type { GraphQLFieldResolver } from 'graphql';
import type { Principal } from '../tokens/principal.ts';
import type { SchemaPolicies } from './policies.ts';
import { refusalFor } from './refusal.ts';
import type { PolicyDecision } from './requirement.ts';

type EntitiesResolver = GraphQLFieldResolver<unknown, { readonly principal: Principal | undefined }>;

/**
 * Guards `_entities`: a representation of a type whose rule does not hold becomes an error in its place, and is not
 * handed to the resolver at all. The others are resolved together, so that a batching resolver still sees one batch.
 */
export function guardEntities(
  resolver: EntitiesResolver | undefined,
  policies: SchemaPolicies,
  decidePolicy: PolicyDecision,
): EntitiesResolver {
  if (!resolver)
    throw new TypeError('The schema has _entities but no resolver for it: build it with @apollo/subgraph.');
  return async (source, args: { representations: readonly unknown[] }, context, info) => {
    const refusals = args.representations.map((representation) => {
      const rule = policies.types.get(typeNameOf(representation));
      return rule && refusalFor(rule, context.principal, decidePolicy);
    });
    const allowed = args.representations.filter((_, index) => !refusals[index]);
    const resolved: unknown = await resolver(source, { ...args, representations: allowed }, context, info);
    const entities = Array.isArray(resolved) ? resolved.values() : [].values();
    return refusals.map((refusal): unknown => refusal ?? entities.next().value);
  };
}

function typeNameOf(representation: unknown): string {
  if (typeof representation !== 'object' || representation === null) return '';
  return '__typename' in representation && typeof representation.__typename === 'string'
    ? representation.__typename
    : '';
}
