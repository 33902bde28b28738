import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { Principal } from './principal.ts';
import { TokenError } from './token-error.ts';

/**
 * Parameters by which a token brings or names its own key, or changes how it is to be read. The only way to a
 * key is the issuer's key set (RFC 8725 sections 3.8 and 3.10), and no extension is understood here.
 */
const REFUSED_PARAMETERS = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'enc'] as const;

const headerSchema = z.object({
  alg: z.string(),
  kid: z.string().min(1),
  typ: z.string(),
});

/** The header of an access token, as far as it is trusted: it names the key and says what the token is. */
export interface AccessTokenHeader {
  readonly alg: string;
  readonly kid: string;
  /** RFC 9068 section 2.1; otherwise a plain JWT whose payload must say that it is a bearer token. */
  readonly isExplicitlyTyped: boolean;
}

/**
 * Judges the protected header before anything else is looked at.
 *
 * @throws {TokenError} TOKEN_MALFORMED or TOKEN_TYPE_WRONG.
 */
export function parseAccessTokenHeader(header: object): AccessTokenHeader {
  const refused = REFUSED_PARAMETERS.filter((name) => name in header);
  if (refused.length > 0) {
    throw new TokenError(
      'TOKEN_MALFORMED',
      `The token has header parameters that are not accepted: ${refused.join(', ')}.`,
    );
  }
  const parsed = headerSchema.safeParse(header);
  if (!parsed.success) {
    throw new TokenError('TOKEN_MALFORMED', 'The header of the token must have alg, kid and typ.');
  }
  const { alg, kid, typ } = parsed.data;
  const type = typ.toLowerCase().replace(/^application\//, '');
  if (type !== 'at+jwt' && type !== 'jwt') throw wrongType();
  return { alg, kid, isExplicitlyTyped: type === 'at+jwt' };
}

const payloadSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  exp: z.number(),
  iat: z.number(),
  typ: z.string().optional(),
  scope: z.string().optional(),
  azp: z.string().optional(),
  client_id: z.string().optional(),
  sid: z.string().optional(),
  preferred_username: z.string().optional(),
  realm_access: z.object({ roles: z.array(z.string()) }).optional(),
});

/**
 * Judges the claims of a token whose signature, issuer, audience and times hold, and reads who is behind it.
 *
 * @throws {TokenError} TOKEN_TYPE_WRONG or TOKEN_CLAIM_INVALID.
 */
export function toPrincipal(header: AccessTokenHeader, payload: JWTPayload): Principal {
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
    throw new TokenError(
      'TOKEN_CLAIM_INVALID',
      `Claims of the token are missing or malformed: ${[...names].join(', ')}.`,
    );
  }
  const claims = parsed.data;
  // Keycloak marks each of its tokens in the payload (Bearer, ID, Refresh, Logout); RFC 9068 in the header.
  if (claims.typ === undefined ? !header.isExplicitlyTyped : claims.typ !== 'Bearer') throw wrongType();
  // Only logout tokens and other security events have it (OpenID Connect Back-Channel Logout 1.0, 2.4).
  if ('events' in payload) throw wrongType();
  // Bound to a key the caller must prove (RFC 7800, RFC 9449 section 7.1): no bearer token, and nobody checks here.
  if ('cnf' in payload) throw wrongType();
  if (claims.exp <= claims.iat) {
    throw new TokenError('TOKEN_CLAIM_INVALID', 'The token expires before it was issued.');
  }
  return Object.freeze({
    subject: claims.sub,
    issuer: claims.iss,
    roles: new Set(claims.realm_access?.roles),
    scopes: new Set(claims.scope?.split(' ').filter((scope) => scope !== '')),
    username: claims.preferred_username,
    clientId: claims.azp ?? claims.client_id,
    sessionId: claims.sid,
    expiresAt: claims.exp,
  });
}

function wrongType(): TokenError {
  return new TokenError('TOKEN_TYPE_WRONG', 'The token is not an access token.');
}
