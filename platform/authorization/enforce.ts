import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from 'graphql';
import { CodedError } from '../errors/coded-error.ts';
import type { Principal } from '../tokens/principal.ts';
import { guardEntities } from './guard-entities.ts';
import { coordinateOf, readPolicies, type SchemaPolicies } from './policies.ts';
import { refusalFor } from './refusal.ts';
import {
  bothOf,
  denyAllPolicies,
  NO_REQUIREMENT,
  type PolicyDecision,
  type Requirement,
} from './requirement.ts';

/** The part of a resolver's context that enforcement needs. */
interface AuthorizationContext {
  readonly principal: Principal | undefined;
}

export interface EnforcementOptions {
  /** Decides `@policy`; every policy is denied when absent. */
  readonly decidePolicy?: PolicyDecision;
}

/** Fields of the federation protocol: `_service` is public, `_entities` is guarded representation by representation. */
const PROTOCOL_FIELDS = new Set(['_service', '_entities']);

type AnyField = GraphQLField<unknown, AuthorizationContext>;
type Resolver = GraphQLFieldResolver<unknown, AuthorizationContext>;

/**
 * Makes an executable subgraph schema refuse by itself what its rules forbid, so that going around the gateway
 * gains nothing. Wraps the resolvers in place and returns the same schema.
 *
 * A field is refused before its resolver runs when its own rule, the rule of the type it belongs to, the rule of the
 * type it returns, or the rule of the same field on an interface of its type does not hold: code UNAUTHENTICATED
 * without a principal, FORBIDDEN with one. So is each representation in `_entities` whose type has a rule.
 *
 * @throws CodedError UNPROTECTED_ROOT_FIELD, naming all root fields that no rule covers: forgetting a rule must not
 * publish data.
 */
export function enforceAuthorization(schema: GraphQLSchema, options: EnforcementOptions = {}): GraphQLSchema {
  const policies = readPolicies(schema);
  const decidePolicy = options.decidePolicy ?? denyAllPolicies;
  refuseUnprotectedRoots(schema, policies);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (isProtocolField(schema, type, field)) continue;
      const requirement = requirementFor(policies, type, field);
      if (requirement.length > 0) guardField(field, requirement, decidePolicy);
    }
  }
  const entities = schema.getQueryType()?.getFields()._entities;
  if (entities) entities.resolve = guardEntities(entities.resolve, policies, decidePolicy);
  return schema;
}

function isProtocolField(schema: GraphQLSchema, type: GraphQLObjectType, field: AnyField): boolean {
  return type === schema.getQueryType() && PROTOCOL_FIELDS.has(field.name);
}

/** All that a caller must satisfy to read a field of an object type. */
function requirementFor(policies: SchemaPolicies, type: GraphQLObjectType, field: AnyField): Requirement {
  const rules = [
    policies.types.get(type.name),
    policies.fields.get(coordinateOf(type.name, field.name)),
    policies.types.get(getNamedType(field.type).name),
    ...type.getInterfaces().map(({ name }) => policies.fields.get(coordinateOf(name, field.name))),
  ];
  return rules.reduce<Requirement>((all, rule) => bothOf(all, rule ?? NO_REQUIREMENT), NO_REQUIREMENT);
}

function guardField(field: AnyField, requirement: Requirement, decidePolicy: PolicyDecision): void {
  field.resolve = guarded(field.resolve ?? defaultFieldResolver, requirement, decidePolicy);
  if (field.subscribe) field.subscribe = guarded(field.subscribe, requirement, decidePolicy);
}

function guarded(resolver: Resolver, requirement: Requirement, decidePolicy: PolicyDecision): Resolver {
  return (source, args, context, info) => {
    const refusal = refusalFor(requirement, context.principal, decidePolicy);
    if (refusal) throw refusal;
    return resolver(source, args, context, info);
  };
}

function refuseUnprotectedRoots(schema: GraphQLSchema, policies: SchemaPolicies): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const unprotected = roots.flatMap((root) =>
    Object.values(root?.getFields() ?? {})
      .filter((field) => root && !isProtocolField(schema, root, field))
      .filter((field) => root && requirementFor(policies, root, field).length === 0)
      .map((field) => coordinateOf(root?.name ?? '', field.name)),
  );
  if (unprotected.length === 0) return;
  throw new CodedError(
    'UNPROTECTED_ROOT_FIELD',
    `No rule covers ${unprotected.join(', ')}: add @hasRole, @authenticated, @requiresScopes or @policy to each.`,
  );
}
