import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { toCountedAddress } from '#platform/http/client-address.ts';
import { parseBearer } from '#platform/tokens/bearer.ts';
import { TokenError } from '#platform/tokens/token-error.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { Caller } from '../operation/caller.ts';
import type { Credentials } from './credentials.ts';

/** Credentials by the `Authorization` header (RFC 6750 section 2.1). */
export const bearerCredentials: Credentials = {
  async tokenFor({ headers }) {
    const bearer = parseBearer(headers.authorization);
    if (bearer.kind === 'malformed') throw new TokenError('TOKEN_MALFORMED', bearer.message);
    return bearer.kind === 'token' ? bearer.token : undefined;
  },
};

const identified = new WeakMap<IncomingMessage, Caller>();

/** The caller of a request, if {@link identifyCaller} has found out who it is. */
export function findIdentifiedCaller(request: IncomingMessage): Caller | undefined {
  return identified.get(request);
}

/**
 * Finds out who calls. Without a token the caller is anonymous; a token that is refused does not make the caller anonymous. No
 * other header of the request says anything about who calls.
 *
 * @throws TokenError, and whatever CodedError the credentials throw.
 */
export async function identifyCaller(
  request: FastifyRequest,
  credentials: Credentials,
  verifier: TokenVerifier,
): Promise<Caller> {
  try {
    const token = await credentials.tokenFor(request);
    const caller =
      token === undefined
        ? { principal: undefined, token }
        : { principal: await verifier.verify(token), token };
    if (caller.principal !== undefined) identified.set(request.raw, caller);
    credentials.assertAdmitted?.(caller, request);
    return caller;
  } catch (error) {
    const { ip, id: requestId } = request;
    await credentials.onRefused?.(error, { clientAddress: toCountedAddress(ip), requestId });
    throw error;
  }
}
