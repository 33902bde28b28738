import { parseClaimPath } from './claims.ts';

/**
 * The way in which a token says that it is an access token:
 * - `at+jwt`: the header's `typ` (RFC 9068 section 2.1);
 * - `Bearer`: the header's `typ` is `JWT` and the payload's `typ` is `Bearer`, as Keycloak does;
 * - `JWT`: the header's `typ` is `JWT`, and the payload has no `typ`, as Auth0 and Entra do;
 * - `none`: the header has no `typ`, as with Okta and Cognito.
 *
 * With the last two nothing tells an access token from an ID token but its audience and the required claims.
 */
export const TOKEN_TYPES = ['at+jwt', 'Bearer', 'JWT', 'none'] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

/** An issuer whose access tokens are accepted, and on which terms. Whom to trust, and with what, has no default. */
export interface TrustedIssuer {
  /** The exact `iss` of its tokens: an http(s) URL with neither query nor fragment. */
  readonly issuer: string;
  /** At least one of these must be in the audience claim. */
  readonly audiences: readonly string[];
  /** The claim that names the audience. Default `aud`; `client_id` for Cognito, whose access tokens have no `aud`. */
  readonly audienceClaim?: 'aud' | 'client_id' | undefined;
  /** Asymmetric JWS algorithms (RFC 7518 section 3.1, RFC 8037, RFC 9864) its tokens may be signed with. */
  readonly algorithms: readonly string[];
  /** The ways in which its access tokens may say what they are. Default `at+jwt` and `Bearer`. */
  readonly tokenTypes?: readonly TokenType[] | undefined;
  /** Claims that list roles, as paths (`parseClaimPath`). Default `realm_access.roles`. */
  readonly roleClaims?: readonly string[] | undefined;
  /** Roles by the name that the issuer gives them. When it is given, roles that it does not name do not count. */
  readonly roleNames?: Readonly<Record<string, string>> | undefined;
  /** Claims that list scopes, as paths. Default `scope`. */
  readonly scopeClaims?: readonly string[] | undefined;
  /** The scopes of a token that has none of these claims. Default none. */
  readonly defaultScopes?: readonly string[] | undefined;
  /** The claim that names the caller's plan, as a path. Default `plan`. */
  readonly planClaim?: string | undefined;
  /** Claims that must have exactly this value, such as `token_use: access`. */
  readonly requiredClaims?: Readonly<Record<string, string>> | undefined;
  /** Where its keys are; discovered (OpenID Connect Discovery 1.0 section 4) when not given. */
  readonly jwksUri?: string | undefined;
  /** The address at which this process reaches it, where that is another than the issuer's name. */
  readonly internalUrl?: string | undefined;
}

const ASYMMETRIC_ALGORITHMS: ReadonlySet<string> = new Set([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]);

/**
 * Checks the terms of trust at construction, so that a gap in the configuration stops the start and not the
 * first token.
 *
 * @throws {TypeError} naming the issuer and what is wrong with it.
 */
export function assertTrustedIssuers(issuers: readonly TrustedIssuer[]): void {
  const seen = new Set<string>();
  for (const trusted of issuers) {
    assertTrustedIssuer(trusted);
    if (seen.has(trusted.issuer)) throw new TypeError(`Trusted issuer ${trusted.issuer} is given twice.`);
    seen.add(trusted.issuer);
  }
}

function assertTrustedIssuer(trusted: TrustedIssuer): void {
  const { issuer, audiences, algorithms, jwksUri } = trusted;
  const url = parseHttpUrl(issuer);
  if (url === undefined || url.search !== '' || url.hash !== '') {
    throw new TypeError(`Trusted issuer "${issuer}" must be an http(s) URL with neither query nor fragment.`);
  }
  if (audiences.length === 0 || audiences.some((audience) => audience.trim() === '')) {
    throw new TypeError(`Trusted issuer ${issuer} must have audiences, none of them empty.`);
  }
  if (algorithms.length === 0) {
    throw new TypeError(`Trusted issuer ${issuer} must have algorithms, such as RS256.`);
  }
  const refused = algorithms.filter((algorithm) => !ASYMMETRIC_ALGORITHMS.has(algorithm));
  if (refused.length > 0) {
    throw new TypeError(
      `Trusted issuer ${issuer} has algorithms that are not accepted: ${refused.join(', ')}. ` +
        `Accepted are ${[...ASYMMETRIC_ALGORITHMS].join(', ')}.`,
    );
  }
  if (jwksUri !== undefined && parseHttpUrl(jwksUri) === undefined) {
    throw new TypeError(`jwksUri "${jwksUri}" of trusted issuer ${issuer} must be an http(s) URL.`);
  }
  if (trusted.tokenTypes?.length === 0) {
    throw new TypeError(`Trusted issuer ${issuer} must have token types: ${TOKEN_TYPES.join(', ')}.`);
  }
  const { roleClaims = [], scopeClaims = [], planClaim } = trusted;
  for (const path of [...roleClaims, ...scopeClaims, ...(planClaim === undefined ? [] : [planClaim])]) {
    if (parseClaimPath(path) === undefined) {
      throw new TypeError(`Trusted issuer ${issuer} has a claim path that cannot be read: "${path}".`);
    }
  }
}

function parseHttpUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url : undefined;
}
