import { GraphQLError, type GraphQLFieldResolver, type GraphQLSchema, isUnionType } from 'graphql';
import type { Principal } from '../tokens/principal.ts';
import type { SchemaPolicies } from './policies.ts';
import { refusalFor } from './refusal.ts';
import type { PolicyDecision } from './requirement.ts';

type EntitiesResolver = GraphQLFieldResolver<unknown, { readonly principal: Principal | undefined }>;

/**
 * Guards `_entities`: a representation of a type whose rule does not hold becomes an error in its place, and is not
 * handed to the resolver at all. So does one that names no entity of this schema, which is its sender's mistake. The
 * others are resolved together, so that a batching resolver still sees one batch.
 */
export function guardEntities(
  resolver: EntitiesResolver | undefined,
  policies: SchemaPolicies,
  decidePolicy: PolicyDecision,
): EntitiesResolver {
  if (!resolver)
    throw new TypeError('The schema has _entities but no resolver for it: build it with @apollo/subgraph.');
  return async (source, args: { representations: readonly unknown[] }, context, info) => {
    const entityNames = listEntities(info.schema);
    const refusals = args.representations.map((representation, index) => {
      const typeName = typeNameOf(representation);
      if (!entityNames.has(typeName)) return toUnknownEntityError(typeName, index);
      const rule = policies.types.get(typeName);
      return rule && refusalFor(rule, context.principal, decidePolicy);
    });
    const allowed = args.representations.filter((_, index) => !refusals[index]);
    const resolved: unknown = await resolver(source, { ...args, representations: allowed }, context, info);
    const entities = Array.isArray(resolved) ? resolved.values() : [].values();
    return refusals.map((refusal): unknown => refusal ?? entities.next().value);
  };
}

/** The types that `_entities` may return. */
function listEntities(schema: GraphQLSchema): ReadonlySet<string> {
  const union = schema.getType('_Entity');
  return new Set(isUnionType(union) ? union.getTypes().map(({ name }) => name) : []);
}

function toUnknownEntityError(typeName: string, index: number): GraphQLError {
  const given = typeName === '' ? 'it is missing' : `there is none called "${typeName.slice(0, 100)}"`;
  return new GraphQLError(
    `Representation ${index}: \`__typename\` must be an entity of this subgraph; ${given}.`,
    {
      extensions: { code: 'BAD_USER_INPUT' },
    },
  );
}

function typeNameOf(representation: unknown): string {
  if (typeof representation !== 'object' || representation === null) return '';
  return '__typename' in representation && typeof representation.__typename === 'string'
    ? representation.__typename
    : '';
}
