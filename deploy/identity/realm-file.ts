import { z } from 'zod';
import { requiredActions } from './one-time-tokens.ts';

/**
 * The part of Keycloak's realm representation that the embedded provider serves. What it does not know, it
 * leaves to Keycloak.
 */

const seconds = z.int().positive();

/** A boolean, or the text a placeholder turned into. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const roleSchema = z.object({
  name: z.string().min(1),
  composites: z.object({ realm: z.array(z.string()).default([]) }).optional(),
});

/** A mapper that puts claims into tokens. Members that are not read here are kept for whoever reads the client. */
export const protocolMapperSchema = z.looseObject({
  name: z.string().max(255).optional(),
  protocolMapper: z.string().max(255),
  config: z.record(z.string().max(255), z.string().max(4000)),
});

export type ProtocolMapper = z.output<typeof protocolMapperSchema>;

/** The audience that a client's tokens are for, if a mapper names one. */
export function audienceOf({ protocolMappers }: WithMappers): string | undefined {
  const mapper = protocolMappers.find((each) => each.protocolMapper === 'oidc-audience-mapper');
  return mapper?.config['included.client.audience'];
}

/** The claims that all access tokens of a client have alike. */
export function claimsOf({ protocolMappers }: WithMappers): Readonly<Record<string, string>> {
  const fixed = protocolMappers.filter((each) => each.protocolMapper === 'oidc-hardcoded-claim-mapper');
  return Object.fromEntries(
    fixed.flatMap(({ config }) => {
      const { 'claim.name': name, 'claim.value': value, 'access.token.claim': isInToken } = config;
      return name && value && isInToken === 'true' ? [[name, value] as const] : [];
    }),
  );
}

interface WithMappers {
  readonly protocolMappers: readonly ProtocolMapper[];
}

/** An origin (RFC 6454 section 6.1), or `+` for those of the redirect addresses. Keycloak's `*` would let every page ask. */
const webOriginSchema = z
  .string()
  .refine(
    (text) => text === '+' || (URL.canParse(text) && new URL(text).origin === text),
    'must be an origin such as http://localhost:3000, or + for those of redirectUris',
  );

const clientSchema = z.object({
  clientId: z.string().min(1),
  name: z.string().optional(),
  enabled: flag.default(true),
  publicClient: flag.default(false),
  bearerOnly: flag.default(false),
  secret: z.string().optional(),
  standardFlowEnabled: flag.default(false),
  directAccessGrantsEnabled: flag.default(false),
  serviceAccountsEnabled: flag.default(false),
  fullScopeAllowed: flag.default(true),
  /** The address at which a person finds the client's page. */
  rootUrl: z.url().optional(),
  redirectUris: z.array(z.url()).default([]),
  webOrigins: z.array(webOriginSchema).default([]),
  attributes: z.record(z.string(), z.string()).default({}),
  protocolMappers: z.array(protocolMapperSchema).default([]),
});

const userSchema = z.object({
  id: z.string().optional(),
  username: z.string().min(1),
  email: z.email().optional(),
  emailVerified: flag.default(false),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  enabled: flag.default(true),
  serviceAccountClientId: z.string().optional(),
  credentials: z.array(z.object({ type: z.string(), value: z.string().optional() })).default([]),
  requiredActions: z.array(z.enum(requiredActions)).default([]),
  realmRoles: z.array(z.string()).default([]),
  /** Roles of clients by client; those of `realm-management` open the administration. */
  clientRoles: z.record(z.string(), z.array(z.string())).default({}),
});

/** Keycloak takes numbers and flags of this object as texts. */
const smtpServerSchema = z.object({
  host: z.string().default(''),
  port: z
    .union([z.int(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.int().min(1).max(65_535))
    .default(25),
  from: z.email().optional(),
  fromDisplayName: z.string().default(''),
  ssl: flag.default(false),
  starttls: flag.default(false),
  auth: flag.default(false),
  user: z.string().default(''),
  password: z.string().default(''),
});

export const realmFileSchema = z.object({
  realm: z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be a name that can stand in a path'),
  displayName: z.string().optional(),
  registrationAllowed: flag.default(false),
  resetPasswordAllowed: flag.default(false),
  verifyEmail: flag.default(false),
  internationalizationEnabled: flag.default(false),
  supportedLocales: z.array(z.string()).default([]),
  defaultLocale: z.string().default(''),
  passwordPolicy: z.string().default(''),
  accessTokenLifespan: seconds,
  accessCodeLifespan: seconds,
  accessCodeLifespanLogin: seconds,
  ssoSessionIdleTimeout: seconds,
  ssoSessionMaxLifespan: seconds,
  revokeRefreshToken: flag.default(false),
  bruteForceProtected: flag.default(false),
  failureFactor: z.int().positive().default(30),
  waitIncrementSeconds: seconds.default(60),
  maxFailureWaitSeconds: seconds.default(900),
  quickLoginCheckMilliSeconds: z.int().nonnegative().default(1000),
  minimumQuickLoginWaitSeconds: seconds.default(60),
  maxDeltaTimeSeconds: seconds.default(43_200),
  actionTokenGeneratedByUserLifespan: seconds.default(300),
  actionTokenGeneratedByAdminLifespan: seconds.default(43_200),
  otpPolicyType: z.literal('totp', 'must be totp: counters are not served here').default('totp'),
  otpPolicyAlgorithm: z.enum(['HmacSHA1', 'HmacSHA256', 'HmacSHA512']).default('HmacSHA1'),
  otpPolicyDigits: z.union([z.literal(6), z.literal(8)]).default(6),
  otpPolicyPeriod: seconds.max(120).default(30),
  otpPolicyLookAheadWindow: z.int().min(0).max(10).default(1),
  otpPolicyCodeReusable: flag.default(false),
  smtpServer: smtpServerSchema.prefault({}),
  defaultRole: z.object({ name: z.string() }),
  roles: z.object({ realm: z.array(roleSchema) }),
  clients: z.array(clientSchema),
  scopeMappings: z.array(z.object({ client: z.string(), roles: z.array(z.string()) })).default([]),
  users: z.array(userSchema).default([]),
});

export type RealmFile = z.output<typeof realmFileSchema>;
