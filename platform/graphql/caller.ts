import { GraphQLError } from 'graphql';
import type { Principal } from '#platform/tokens/principal.ts';

/**
 * The principal of a caller who must have one.
 *
 * @throws {GraphQLError} UNAUTHENTICATED for an anonymous caller
 */
export function getPrincipal(context: { readonly principal: Principal | undefined }): Principal {
  if (context.principal !== undefined) return context.principal;
  throw new GraphQLError('Sign in to do this.', { extensions: { code: 'UNAUTHENTICATED' } });
}
