import { z } from 'zod';
import { parseJson } from '#platform/text/parse-json.ts';
import { assertTrustedIssuers, TOKEN_TYPES, type TrustedIssuer } from '#platform/tokens/trusted-issuer.ts';
import { parseClaimPath } from '../tokens/claims.ts';
import { ConfigurationError } from './configuration.ts';
import { exactUrl, list, url } from './fields.ts';

const isClaimPath = (path: string) => parseClaimPath(path) !== undefined;
const claimPaths = (value: readonly string[]) => value.length > 0 && value.every(isClaimPath);
const CLAIM_PATHS = 'must be claims such as realm_access.roles, a dot inside a name written as \\.';

const furtherIssuer = z.strictObject({
  issuer: z.url(),
  audiences: z.array(z.string().min(1)).min(1),
  audienceClaim: z.enum(['aud', 'client_id']).optional(),
  algorithms: z.array(z.string().min(1)).min(1),
  tokenTypes: z.array(z.enum(TOKEN_TYPES)).min(1).optional(),
  roleClaims: z.array(z.string()).refine(claimPaths).optional(),
  roleNames: z.record(z.string(), z.string()).optional(),
  scopeClaims: z.array(z.string()).refine(claimPaths).optional(),
  defaultScopes: z.array(z.string().min(1)).optional(),
  planClaim: z.string().refine(isClaimPath).optional(),
  requiredClaims: z.record(z.string(), z.string()).optional(),
  jwksUri: z.url().optional(),
  internalUrl: z.url().optional(),
});

/** Which identity providers a process trusts, and how their tokens are read. */
export const identityFields = {
  /** The exact `iss` of tokens. */
  OIDC_ISSUER: exactUrl(),
  /** The names of this system in tokens: one of them must be in the audience claim. */
  OIDC_AUDIENCE: list().refine((audiences) => audiences.length > 0, 'must name at least one audience'),
  OIDC_AUDIENCE_CLAIM: z.enum(['aud', 'client_id'], 'must be aud or client_id').default('aud'),
  OIDC_ALGORITHMS: list().default(['RS256', 'PS256', 'ES256', 'EdDSA']),
  OIDC_TOKEN_TYPES: list()
    .pipe(z.array(z.enum(TOKEN_TYPES, `must be among ${TOKEN_TYPES.join(', ')}`)).min(1))
    .default(['at+jwt', 'Bearer']),
  OIDC_ROLE_CLAIMS: list().refine(claimPaths, CLAIM_PATHS).default(['realm_access.roles']),
  /** Roles by the provider's name for them, as a JSON object; what it does not name does not count. */
  OIDC_ROLE_NAMES: jsonOf(z.record(z.string(), z.string()), '{"name at the provider": "ROLE"}').optional(),
  /** The claim that names the plan of a caller. */
  OIDC_PLAN_CLAIM: z.string().refine(isClaimPath, CLAIM_PATHS).default('plan'),
  OIDC_SCOPE_CLAIMS: list().refine(claimPaths, CLAIM_PATHS).default(['scope']),
  /** The scopes of a token that has none of these claims. */
  OIDC_DEFAULT_SCOPES: list().default([]),
  /** Claims that must have exactly this value, as a JSON object. */
  OIDC_REQUIRED_CLAIMS: jsonOf(z.record(z.string(), z.string()), '{"claim": "value"}').default({}),
  /** Where the issuer's keys are; discovered when absent. */
  OIDC_JWKS_URI: url().optional(),
  /** The issuer's address for this process, when it reaches the provider by another one than browsers do. */
  OIDC_INTERNAL_URL: url().optional(),
  /** Further issuers, as a JSON list. */
  OIDC_FURTHER_ISSUERS: jsonOf(
    z.array(furtherIssuer),
    '[{"issuer": url, "audiences": [...], "algorithms": [...]}], with audienceClaim, tokenTypes, roleClaims, ' +
      'roleNames, scopeClaims, defaultScopes, planClaim, requiredClaims, jwksUri, internalUrl where they are needed',
  ).default([]),
};

/**
 * The same for a process that tells nobody apart, as `AUTHENTICATION=none` says: naming a provider as well would be a
 * contradiction.
 */
export const noIdentityFields = {
  AUTHENTICATION: z.literal('none'),
  ...mapValues(identityFields, () => z.undefined('must be absent with AUTHENTICATION=none').optional()),
};

function mapValues<Key extends string, Value>(
  fields: Readonly<Record<Key, unknown>>,
  toValue: () => Value,
): Record<Key, Value> {
  return Object.fromEntries(Object.keys(fields).map((key) => [key, toValue()])) as Record<Key, Value>;
}

/** The values parsed with {@link identityFields}. */
export interface IdentityVariables extends z.output<z.ZodObject<typeof identityFields>> {
  readonly NODE_ENV?: 'development' | 'test' | 'production';
}

/**
 * The issuers that a process trusts, each on its own terms, as a token verifier takes them; the main one first.
 *
 * @throws {ConfigurationError} if the terms of an issuer are not such that its tokens can be trusted, and in production,
 * if it is not reached by https.
 */
export function toTrustedIssuers(variables: IdentityVariables): [TrustedIssuer, ...TrustedIssuer[]] {
  const main: TrustedIssuer = {
    issuer: variables.OIDC_ISSUER,
    audiences: variables.OIDC_AUDIENCE,
    audienceClaim: variables.OIDC_AUDIENCE_CLAIM,
    algorithms: variables.OIDC_ALGORITHMS,
    tokenTypes: variables.OIDC_TOKEN_TYPES,
    roleClaims: variables.OIDC_ROLE_CLAIMS,
    roleNames: variables.OIDC_ROLE_NAMES,
    scopeClaims: variables.OIDC_SCOPE_CLAIMS,
    defaultScopes: variables.OIDC_DEFAULT_SCOPES,
    planClaim: variables.OIDC_PLAN_CLAIM,
    requiredClaims: variables.OIDC_REQUIRED_CLAIMS,
    jwksUri: variables.OIDC_JWKS_URI,
    internalUrl: variables.OIDC_INTERNAL_URL,
  };
  const issuers: [TrustedIssuer, ...TrustedIssuer[]] = [main, ...variables.OIDC_FURTHER_ISSUERS];
  assertTerms(issuers);
  if (variables.NODE_ENV === 'production') assertHttps(issuers);
  return issuers;
}

function assertTerms(issuers: readonly TrustedIssuer[]): void {
  try {
    assertTrustedIssuers(issuers);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ConfigurationError([`OIDC_…: ${error.message}`]);
  }
}

function assertHttps(issuers: readonly TrustedIssuer[]): void {
  const problems = issuers
    .filter(({ issuer }) => !issuer.startsWith('https://'))
    .map(({ issuer }) => `OIDC_ISSUER: in production ${issuer} must be reached by https`);
  if (problems.length > 0) throw new ConfigurationError(problems);
}

function jsonOf<Schema extends z.ZodType>(schema: Schema, form: string) {
  return z.string().transform((text, context): z.output<Schema> => {
    const parsed = schema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    const reasons = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    context.addIssue({ code: 'custom', message: `must be JSON: ${form} (${reasons.join('; ')})` });
    return z.NEVER;
  });
}
