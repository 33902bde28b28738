import { z } from 'zod';

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

const protocolMapperSchema = z.object({
  protocolMapper: z.string(),
  config: z.record(z.string(), z.string()),
});

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
  realmRoles: z.array(z.string()).default([]),
});

export const realmFileSchema = z.object({
  realm: z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be a name that can stand in a path'),
  displayName: z.string().optional(),
  registrationAllowed: flag.default(false),
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
  defaultRole: z.object({ name: z.string() }),
  roles: z.object({ realm: z.array(roleSchema) }),
  clients: z.array(clientSchema),
  scopeMappings: z.array(z.object({ client: z.string(), roles: z.array(z.string()) })).default([]),
  users: z.array(userSchema).default([]),
});

export type RealmFile = z.output<typeof realmFileSchema>;
