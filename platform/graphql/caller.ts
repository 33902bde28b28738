import { GraphQLError } from 'graphql';
import type { Principal } from '#platform/tokens/principal.ts';
import type { Authentication } from './authenticate.ts';

/** A caller who is signed in. */
export interface SignedInCaller {
  readonly principal: Principal;
  /** The verified access token, with which other services are asked for this caller. */
  readonly token: string;
}

/**
 * The caller of a resolver that needs one who is signed in.
 *
 * @throws {GraphQLError} UNAUTHENTICATED for an anonymous caller
 */
export function getCaller({ principal, token }: Authentication): SignedInCaller {
  if (principal !== undefined && token !== undefined) return { principal, token };
  throw new GraphQLError('Sign in to do this.', { extensions: { code: 'UNAUTHENTICATED' } });
}
