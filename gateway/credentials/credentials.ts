import type { FastifyRequest } from 'fastify';
import type { Caller } from '../operation/caller.ts';

/**
 * Finds the access token that a request carries, in whatever form: a bearer header, a session cookie.
 *
 * `undefined` means that the request carries no credential of this kind, and the next one is asked.
 * A credential that is present but unusable (an expired session, a missing CSRF header) is either
 * `undefined` as well, which makes the caller anonymous, or a thrown `CodedError`, which refuses the request.
 */
export interface Credentials {
  tokenFor(request: FastifyRequest): Promise<string | undefined>;
  /** Decides about a caller who is known by now. @throws CodedError if the caller may not come in with this request */
  assertAdmitted?(caller: Caller, request: FastifyRequest): void;
  /** Told of each request whose credentials are refused, before it is answered. */
  readonly onRefused?: ((error: unknown, request: RefusedCaller) => Promise<void>) | undefined;
}

/** The caller whose credentials are refused. */
interface RefusedCaller {
  /** In the form by which addresses are counted. */
  readonly clientAddress: string;
  /** Null for a connection that is not a request. */
  readonly requestId: string | null;
}

/** Looks at credentials that are refused. */
export type ReviewRefusedCredentials = NonNullable<Credentials['onRefused']>;

/** Asks each in turn; the first that finds a token wins. */
export function firstOf(...credentials: readonly Credentials[]): Credentials {
  return {
    async tokenFor(request) {
      for (const credential of credentials) {
        const token = await credential.tokenFor(request);
        if (token !== undefined) return token;
      }
      return undefined;
    },
  };
}
