import { GraphQLError } from 'graphql';
import type { Principal } from '../tokens/principal.ts';
import { isSatisfied, type PolicyDecision, type Requirement, rightsOf } from './requirement.ts';

/**
 * The error with which a subgraph refuses a caller who does not satisfy the requirement; `undefined` when the caller
 * does. It does not say what was missing: that would tell a stranger which role to go after.
 */
export function refusalFor(
  requirement: Requirement,
  principal: Principal | undefined,
  decidePolicy: PolicyDecision,
): GraphQLError | undefined {
  if (isSatisfied(requirement, rightsOf(principal, decidePolicy))) return undefined;
  return principal === undefined
    ? new GraphQLError('Sign in to read this field.', { extensions: { code: 'UNAUTHENTICATED' } })
    : new GraphQLError('You lack the right to this field.', { extensions: { code: 'FORBIDDEN' } });
}
