import { z } from 'zod';
import { DEFAULT_AUTHORIZATION_OPTIONS } from '#platform/authorization/filter/options.ts';
import { commonFields, flag, integer, list, port } from '#platform/configuration/fields.ts';
import { identityFields, noIdentityFields } from '#platform/configuration/identity-fields.ts';
import { toProxyTrust } from '#platform/http/client-address.ts';
import { requestDeadlines } from '#platform/waiting/deadlines.ts';
import { accessLogFields } from './access-log/access-log-configuration.ts';
import { auditFields } from './audit/audit-fields.ts';
import { balancingBounds, balancingFields } from './balancing/balancing-configuration.ts';
import { transportFields } from './clients/transport-configuration.ts';
import { apiKeyFields } from './credentials/api-keys/api-key-configuration.ts';
import { forwardedRoutesField } from './forwarding/forwarded-routes.ts';
import { forwardingBounds } from './forwarding/forwarding-configuration.ts';
import { limitsFields } from './limits/limits-configuration.ts';
import { operationLimits } from './operation/limit-configuration.ts';
import { policyFields } from './policies/policies-configuration.ts';
import type { RequiredSubgraphs } from './readiness/readiness-checks.ts';
import { watchedServicesField } from './readiness/watched-services.ts';
import { registryFields } from './registry-configuration.ts';
import { sessionFields } from './session/session-configuration.ts';
import { attemptBounds, subscriptionBounds } from './subscription/subscription-configuration.ts';
import { tlsFields } from './upstream/tls/tls-configuration.ts';
import { guardBounds, upstreamBounds } from './upstream/upstream-configuration.ts';

const gatewayFields = {
  GATEWAY_HOST: z.string().default('127.0.0.1'),
  GATEWAY_PORT: port(4000),
  GATEWAY_WORKERS: integer({ min: 1, max: 64, byDefault: 1 }),
  SUPERGRAPH_FILE: z.string().default('supergraph.graphql'),
  HEADER_RULES_FILE: z.string().optional(),
  REQUIRED_SUBGRAPHS: list()
    .transform((names): RequiredSubgraphs => {
      const [first = 'any', ...others] = names;
      const isWord = first === 'any' || first === 'all' || first === 'none';
      return isWord && others.length === 0 ? first : names;
    })
    .default('any'),
  CORS_ORIGINS: list()
    .refine((origins) => origins.every(isOrigin), {
      message: 'must be origins such as https://app.example.com',
    })
    .default([]),
  TRUSTED_PROXIES: list()
    .refine(
      areProxies,
      'must be IP addresses, CIDR blocks, loopback, linklocal or uniquelocal, between commas',
    )
    .default([]),
  CLIENTS_FILE: z.string().min(1).optional(),
  BODY_LIMIT_BYTES: integer({ min: 1_000, max: 100_000_000, byDefault: 1_048_576 }),
  OPERATION_TIMEOUT_MS: integer({ min: 100, max: 600_000, byDefault: requestDeadlines.operationMs }),
  SHARE_SUBGRAPH_REQUESTS: flag(true),
  SUBSCRIPTION_SHARING: z.enum(['rights', 'user'], 'must be rights or user').default('rights'),
  MAX_PLANS: integer({ min: 1, max: 1_000_000, byDefault: 1_000 }),
  EXECUTOR: z.enum(['compiled', 'apollo'], 'must be compiled or apollo').default('compiled'),
  SHARE_QUERIES: flag(true),
  METRICS_OPERATION_NAMES: list().default([]),
  METRICS_OPERATIONS: integer({ min: 0, max: 1_000, byDefault: 100 }),
  METRICS_CLIENTS: integer({ min: 0, max: 1_000, byDefault: 50 }),
  OVERRIDE_LABELS: list().default([]),
  INTROSPECTION: z.enum(['open', 'roles'], 'must be open or roles').optional(),
  INTROSPECTION_ROLES: list().default([]),
  HEALTH_ROLES: list().default([]),
  WATCHED_SERVICES: watchedServicesField,
  EXPOSE_SUBGRAPH_ERRORS: z.enum(['true', 'false'], 'must be true or false').optional(),
  AUTHORIZATION_REJECT_UNAUTHORIZED: flag(DEFAULT_AUTHORIZATION_OPTIONS.rejectUnauthorized),
  AUTHORIZATION_DRY_RUN: flag(DEFAULT_AUTHORIZATION_OPTIONS.dryRun),
  AUTHORIZATION_LOG: flag(DEFAULT_AUTHORIZATION_OPTIONS.errors.log),
  AUTHORIZATION_ERRORS: z
    .enum(['errors', 'extensions', 'disabled'], 'must be errors, extensions or disabled')
    .default('errors'),
  PLAYGROUND: flag(true),
  PLAYGROUND_TITLE: z.string().default('GraphQL'),
  PLAYGROUND_QUERY: z.string().default('{ __typename }'),
  PAGE_FOLDER: z.string().min(1).optional(),
  TRUSTED_DOCUMENTS_FILE: list().default([]),
  TRUSTED_DOCUMENTS: z.enum(['known', 'only'], 'must be known or only').default('known'),
  // As long as builds of a page stay beside each other.
  TRUSTED_DOCUMENTS_KEEP_HOURS: integer({ min: 0, max: 8_760, byDefault: 168 }),
};

const otherFields = {
  ...commonFields,
  ...sessionFields,
  ...limitsFields,
  ...accessLogFields,
  ...auditFields,
  ...policyFields,
  ...registryFields,
  ...transportFields,
  ...operationLimits.fields,
  ...upstreamBounds.fields,
  ...guardBounds.fields,
  ...tlsFields,
  ...balancingFields,
  ...balancingBounds.fields,
  ...forwardingBounds.fields,
  FORWARDED_ROUTES: forwardedRoutesField,
  ...subscriptionBounds.fields,
  ...attemptBounds.fields,
  ...gatewayFields,
};

/** The variables of a gateway with a provider. */
export const oidcSchema = z.object({
  AUTHENTICATION: z.literal('oidc', 'must be oidc or none').default('oidc'),
  ...identityFields,
  ...apiKeyFields,
  ...otherFields,
});

/** The same for a gateway without a provider, to which everybody is anonymous. */
export const anonymousSchema = z.object({
  ...otherFields,
  ...noIdentityFields,
  AUTHENTICATION: noIdentityFields.AUTHENTICATION.default('none'),
  OIDC_CLIENT_ID: z.undefined('must be absent with AUTHENTICATION=none').optional(),
  API_KEYS: z.undefined('must be absent with AUTHENTICATION=none').optional(),
});

function areProxies(proxies: readonly string[]): boolean {
  try {
    toProxyTrust(proxies);
    return true;
  } catch {
    return false;
  }
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value;
}
