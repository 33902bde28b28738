import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { findClaim, parseClaimPath, toNames, toScopes } from './claims.ts';
import type { Principal } from './principal.ts';
import { TokenError } from './token-error.ts';
import type { TokenType, TrustedIssuer } from './trusted-issuer.ts';

/**
 * Parameters by which a token brings or names its own key, or changes how it is to be read. The only way to a
 * key is the issuer's key set (RFC 8725 sections 3.8 and 3.10), and no extension is understood here.
 */
const REFUSED_PARAMETERS = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'enc'] as const;

const headerSchema = z.object({
  alg: z.string(),
  kid: z.string().min(1),
  typ: z.string().optional(),
});

/** The header of an access token, as far as it is trusted: it names the key and says what the token is. */
export interface AccessTokenHeader {
  readonly alg: string;
  readonly kid: string;
  /** `typ`, in small letters and without `application/`. */
  readonly type: 'at+jwt' | 'jwt' | undefined;
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
    throw new TokenError('TOKEN_MALFORMED', 'The header of the token must have alg and kid.');
  }
  const { alg, kid, typ } = parsed.data;
  const type = typ?.toLowerCase().replace(/^application\//, '');
  if (type !== undefined && type !== 'at+jwt' && type !== 'jwt') throw wrongType();
  return { alg, kid, type };
}

const payloadSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  exp: z.number(),
  iat: z.number(),
  typ: z.string().optional(),
  azp: z.string().optional(),
  client_id: z.string().optional(),
  /** Entra's version 1 names the client so, Okta the next. */
  appid: z.string().optional(),
  cid: z.string().optional(),
  sid: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.string().optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
});

const DEFAULT_TOKEN_TYPES: readonly TokenType[] = ['at+jwt', 'Bearer'];
const DEFAULT_ROLE_CLAIMS = ['realm_access.roles'];
const DEFAULT_SCOPE_CLAIMS = ['scope'];
const DEFAULT_PLAN_CLAIM = 'plan';

/** Claims that only ID tokens have (OpenID Connect Core 1.0, 2, 3.1.3.6 and 3.3.2.11). */
const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash'];

/**
 * Judges the claims of a token whose signature, issuer, audience and times hold, and reads who calls, on the issuer's terms.
 *
 * @throws {TokenError} TOKEN_TYPE_WRONG or TOKEN_CLAIM_INVALID.
 */
export function toPrincipal(
  header: AccessTokenHeader,
  payload: JWTPayload,
  terms: Omit<TrustedIssuer, 'audiences' | 'algorithms' | 'issuer'>,
): Principal {
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) {
    throw invalidClaims(new Set(parsed.error.issues.map((issue) => String(issue.path[0]))));
  }
  const claims = parsed.data;
  assertAccessToken(typeOf(header, claims.typ), payload, terms.tokenTypes ?? DEFAULT_TOKEN_TYPES);
  if (claims.exp <= claims.iat) {
    throw new TokenError('TOKEN_CLAIM_INVALID', 'The token expires before it was issued.');
  }
  const wrong = Object.entries(terms.requiredClaims ?? {}).filter(([name, value]) => payload[name] !== value);
  if (wrong.length > 0) throw invalidClaims(wrong.map(([name]) => name));
  const { roleNames } = terms;
  const roles = readClaims(payload, terms.roleClaims ?? DEFAULT_ROLE_CLAIMS, toNames);
  return Object.freeze({
    subject: claims.sub,
    issuer: claims.iss,
    roles: new Set(roleNames === undefined ? roles : roles.flatMap((role) => toRole(roleNames, role))),
    scopes: new Set(readScopes(payload, terms)),
    username: claims.preferred_username,
    verifiedEmail:
      claims.email === undefined ? undefined : claims.email_verified === true ? claims.email : null,
    clientId: claims.azp ?? claims.client_id ?? claims.appid ?? claims.cid,
    plan: toPlan(findClaim(payload, parseClaimPath(terms.planClaim ?? DEFAULT_PLAN_CLAIM) ?? [])),
    sessionId: claims.sid,
    expiresAt: claims.exp,
  });
}

/** The way in which a token says that it is an access token; `undefined` if it says that it is something else. */
function typeOf(header: AccessTokenHeader, payloadType: string | undefined): TokenType | undefined {
  // Keycloak marks each of its tokens in the payload: Bearer, ID, Refresh, Logout.
  if (payloadType !== undefined && payloadType !== 'Bearer') return undefined;
  if (header.type === 'at+jwt') return 'at+jwt';
  if (payloadType === 'Bearer') return header.type === 'jwt' ? 'Bearer' : undefined;
  return header.type === 'jwt' ? 'JWT' : 'none';
}

function assertAccessToken(
  type: TokenType | undefined,
  payload: JWTPayload,
  accepted: readonly TokenType[],
): void {
  if (type === undefined || !accepted.includes(type)) throw wrongType();
  // Only logout tokens and other security events have it (OpenID Connect Back-Channel Logout 1.0, 2.4).
  if ('events' in payload) throw wrongType();
  // Bound to a key that the caller must prove (RFC 7800, RFC 9449 section 7.1): not a bearer token, and nobody checks here.
  if ('cnf' in payload) throw wrongType();
  const isMarked = type === 'at+jwt' || type === 'Bearer';
  if (!isMarked && ID_TOKEN_CLAIMS.some((name) => name in payload)) throw wrongType();
}

/** A token that says nothing of scopes is not limited by them, as far as its issuer is trusted so. */
function readScopes(
  payload: JWTPayload,
  {
    scopeClaims = DEFAULT_SCOPE_CLAIMS,
    defaultScopes = [],
  }: Pick<TrustedIssuer, 'scopeClaims' | 'defaultScopes'>,
): readonly string[] {
  const isSaid = scopeClaims.some(
    (path) => (findClaim(payload, parseClaimPath(path) ?? []) ?? null) !== null,
  );
  return isSaid ? readClaims(payload, scopeClaims, toScopes) : defaultScopes;
}

function readClaims(
  payload: JWTPayload,
  paths: readonly string[],
  read: (claim: unknown) => readonly string[] | undefined,
): string[] {
  return paths.flatMap((path) => {
    const names = read(findClaim(payload, parseClaimPath(path) ?? []));
    if (names === undefined) throw invalidClaims([path]);
    return names;
  });
}

/** A plan only ever allows more or less; a claim of another form means none. */
function toPlan(claim: unknown): string | undefined {
  return typeof claim === 'string' ? claim : undefined;
}

function toRole(roleNames: Readonly<Record<string, string>>, role: string): string[] {
  return Object.hasOwn(roleNames, role) ? [roleNames[role] ?? role] : [];
}

function invalidClaims(names: Iterable<string>): TokenError {
  return new TokenError(
    'TOKEN_CLAIM_INVALID',
    `Claims of the token are missing or malformed: ${[...names].join(', ')}.`,
  );
}

function wrongType(): TokenError {
  return new TokenError('TOKEN_TYPE_WRONG', 'The token is not an access token.');
}
