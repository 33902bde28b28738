import { z } from 'zod';
import {
  type AuthorizationOptions,
  DEFAULT_AUTHORIZATION_OPTIONS,
} from '#platform/authorization/filter/options.ts';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { commonFields, flag, integer, list, port, url } from '#platform/configuration/fields.ts';
import {
  identityFields,
  noIdentityFields,
  toTrustedIssuers,
} from '#platform/configuration/identity-fields.ts';
import { toProxyTrust } from '#platform/http/client-address.ts';
import type { OperationLimits } from '#platform/operation-limits/limits.ts';
import type { TrustedIssuer } from '#platform/tokens/trusted-issuer.ts';
import { requestDeadlines } from '#platform/waiting/deadlines.ts';
import {
  type AccessLogConfiguration,
  accessLogFields,
  toAccessLogConfiguration,
} from './access-log/access-log-configuration.ts';
import { type AuditConfiguration, auditFields, toAuditConfiguration } from './audit/audit-fields.ts';
import {
  balancingBounds,
  balancingFields,
  type Discovery,
  toDiscovery,
} from './balancing/balancing-configuration.ts';
import type { ClientTransportLimits } from './clients/client-transports.ts';
import { toTransportLimits, transportFields } from './clients/transport-configuration.ts';
import {
  type ApiKeyConfiguration,
  apiKeyFields,
  toApiKeyConfiguration,
} from './credentials/api-keys/api-key-configuration.ts';
import { type ForwardedRoute, forwardedRoutesField } from './forwarding/forwarded-routes.ts';
import { forwardingBounds } from './forwarding/forwarding-configuration.ts';
import type { ExecutorKind } from './graph/executor/load-executor.ts';
import type { SubgraphUrls } from './graph/supergraph/supergraph.ts';
import {
  type LimitsConfiguration,
  limitsFields,
  toLimitsConfiguration,
} from './limits/limits-configuration.ts';
import type { OperationFigureOptions } from './metrics/operation-figures.ts';
import type { CreateCheck } from './operation/admission-check.ts';
import { checkFields, checksSchema } from './operation/checks.ts';
import { operationLimits } from './operation/limit-configuration.ts';
import { playgroundPath } from './playground/server/playground-path.ts';
import {
  type PoliciesConfiguration,
  policyFields,
  toPoliciesConfiguration,
} from './policies/policies-configuration.ts';
import type { RequiredSubgraphs } from './readiness/readiness-checks.ts';
import { watchedServicesField } from './readiness/watched-services.ts';
import {
  type RegistryAccessConfiguration,
  registryFields,
  toRegistryConfiguration,
} from './registry-configuration.ts';
import {
  type SessionConfiguration,
  sessionFields,
  toSessionConfiguration,
} from './session/session-configuration.ts';
import type { UpstreamLimits } from './subscription/attempts.ts';
import type { Sharing } from './subscription/rights.ts';
import { attemptBounds, subscriptionBounds } from './subscription/subscription-configuration.ts';
import type { SubscriptionLimits } from './subscription/subscription-limits.ts';
import { type SubgraphTlsConfiguration, tlsFields, toTlsSchema } from './upstream/tls/tls-configuration.ts';
import { guardBounds, timeoutField, upstreamBounds } from './upstream/upstream-configuration.ts';

/** Everything that decides how a gateway process works. */
export interface GatewayConfiguration extends RegistryAccessConfiguration {
  readonly host: string;
  readonly port: number;
  /** The number of processes that take requests on the port. */
  readonly workers: number;
  /** Where browsers reach this gateway; if absent, where it listens. */
  readonly publicUrl: string | undefined;
  readonly supergraphFile: string;
  /** Where the last good supergraph of a registry is kept. */
  readonly dataFolder: string;
  readonly subgraphUrls: SubgraphUrls;
  /** The place that further addresses of subgraphs come from. */
  readonly discovery: Discovery;
  /** Between two lookups of a host's addresses, with the discovery `dns`. */
  readonly dnsRefreshMs: number;
  /** Which headers reach which subgraph; without a file only what is built in. */
  readonly headerRulesFile: string | undefined;
  /** The issuers whose tokens are accepted; people sign in at the first. None if callers are not told apart here. */
  readonly issuers: readonly TrustedIssuer[];
  /** The rules of clients: where they may call from, and what they may ask. */
  readonly clientsFile: string | undefined;
  /** The exchange of API keys; no key is taken if absent. */
  readonly apiKeys: ApiKeyConfiguration | undefined;
  readonly corsOrigins: readonly string[];
  /** Proxies in front, as addresses and CIDR blocks. */
  readonly trustedProxies: readonly string[];
  readonly limits: OperationLimits;
  /** The ways in which policies are decided. */
  readonly policies: PoliciesConfiguration;
  /** Absent if accesses are not logged. */
  readonly accessLog: AccessLogConfiguration | undefined;
  /** The audit; undefined without an event log. */
  readonly audit: AuditConfiguration | undefined;
  /** The limits that count over time, and where they are counted. */
  readonly rateLimits: LimitsConfiguration;
  /** Create what else decides about operations before they run. */
  readonly checks: readonly CreateCheck[];
  readonly bodyLimitBytes: number;
  readonly operationTimeoutMs: number;
  readonly upstream: ReturnType<typeof upstreamBounds.read>;
  /** Retries and the breaker of requests to subgraphs that fail. */
  readonly guards: ReturnType<typeof guardBounds.read>;
  /** True if equal queries to a subgraph in flight are one request. */
  readonly sharesSubgraphRequests: boolean;
  /** The times of subgraphs that have their own, in milliseconds, by their names in variables. */
  readonly subgraphTimeoutsMs: Readonly<Record<string, number>>;
  /** Certificates, keys and HTTP/2 of connections to subgraphs. */
  readonly subgraphTls: SubgraphTlsConfiguration;
  /** The paths whose requests other services answer. */
  readonly forwardedRoutes: readonly ForwardedRoute[];
  readonly forwarding: ReturnType<typeof forwardingBounds.read>;
  readonly maxPlans: number;
  /** Which operations and clients have figures of their own. */
  readonly operationFigures: OperationFigureOptions;
  /** True if equal queries that are asked at the same moment are answered once. */
  readonly sharesQueries: boolean;
  /** The executor that runs plans: our own, or Apollo's. */
  readonly executor: ExecutorKind;
  /** Labels of `@override` that hold for all requests. */
  readonly overrideLabels: readonly string[];
  readonly clientTransports: ClientTransportLimits;
  readonly subscriptions: SubscriptionLimits & {
    readonly maxQueuedResults: number;
    readonly maxConcurrentEvents: number;
    readonly upstreamLimits: UpstreamLimits;
    /** Who may share an upstream. */
    readonly sharing: Sharing;
  };
  readonly authorization: AuthorizationOptions;
  /** `open` to everybody, or to callers with one of the roles. */
  readonly introspection: 'open' | { readonly roles: readonly string[] };
  readonly exposeSubgraphErrors: boolean;
  readonly playground: { readonly title: string; readonly defaultQuery: string } | undefined;
  /** A page of the product, served at `/`. */
  readonly pageFolder: string | undefined;
  /** Documents that clients may ask for by hash alone; `isTrustedOnly` if no other is run. */
  readonly trustedDocuments: {
    /** Their manifests. */
    readonly files: readonly string[];
    /** The time for which a document stays trusted that a newer manifest lacks. */
    readonly keepMs: number;
  };
  readonly isTrustedOnly: boolean;
  /** `undefined` if nobody signs in here, so that only bearer tokens count. */
  readonly session: SessionConfiguration | undefined;
  /** Subgraphs without which the gateway is not ready. */
  readonly requiredSubgraphs: RequiredSubgraphs;
  /** Whoever holds one of these roles may see which parts work. */
  readonly healthRoles: readonly string[];
  /** The addresses of other services that they see, by name. */
  readonly watchedServices: Readonly<Record<string, string>>;
}

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

const oidcSchema = z.object({
  AUTHENTICATION: z.literal('oidc', 'must be oidc or none').default('oidc'),
  ...identityFields,
  ...apiKeyFields,
  ...otherFields,
});

/** Everything that the gateway reads from its environment, beside what single subgraphs have. */
export const configurationSchema = oidcSchema.extend(checkFields);

/** The same for a gateway without a provider, to which everybody is anonymous. */
const anonymousSchema = z.object({
  ...otherFields,
  ...noIdentityFields,
  AUTHENTICATION: noIdentityFields.AUTHENTICATION.default('none'),
  OIDC_CLIENT_ID: z.undefined('must be absent with AUTHENTICATION=none').optional(),
  API_KEYS: z.undefined('must be absent with AUTHENTICATION=none').optional(),
});

/**
 * Turns the environment into the configuration of a gateway.
 *
 * @throws {ConfigurationError} that lists all that is wrong.
 */
export function parseGatewayConfiguration(environment: Environment): GatewayConfiguration {
  return parseConfiguration(toConfigurationFields(environment), environment);
}

/** The variables of a gateway, with those of each subgraph that the environment names. */
export function toConfigurationFields(environment: Environment): z.ZodType<GatewayConfiguration> {
  const urls = toSubgraphFields(environment, 'SUBGRAPH_URL_', url());
  const timeoutsMs = toSubgraphFields(environment, 'SUBGRAPH_TIMEOUT_MS_', timeoutField);
  const ofSubgraphs = z.intersection(
    z.intersection(
      urls.transform((subgraphUrls) => ({ subgraphUrls })),
      timeoutsMs.transform((subgraphTimeoutsMs) => ({ subgraphTimeoutsMs })),
    ),
    toTlsSchema(environment),
  );
  const schema = isWithoutProvider(environment) ? anonymousSchema : oidcSchema;
  return z.intersection(z.intersection(schema, ofSubgraphs), checksSchema).transform(toGatewayConfiguration);
}

/** True if the environment asks for no provider, or says nothing of one. */
function isWithoutProvider(environment: Environment): boolean {
  const { AUTHENTICATION: authentication } = environment;
  if (authentication) return authentication === 'none';
  return ![...Object.keys(identityFields), 'OIDC_CLIENT_ID'].some((name) => environment[name]);
}

/** Variables of single subgraphs, by the names of these: with the prefix `SUBGRAPH_URL_`, that of `live-stats` ends in `LIVE_STATS`. */
function toSubgraphFields<Field extends z.ZodType>(environment: Environment, prefix: string, field: Field) {
  const given = Object.keys(environment).filter((name) => name.startsWith(prefix) && environment[name]);
  return z.object(Object.fromEntries(given.map((name) => [name, field]))).transform((found) => {
    const entries = given.map((name) => [name.slice(prefix.length), found[name]] as const);
    return Object.fromEntries(entries) as Readonly<Record<string, z.output<Field>>>;
  });
}

type GatewayVariables = z.output<typeof oidcSchema | typeof anonymousSchema> &
  z.output<typeof checksSchema> &
  Pick<GatewayConfiguration, 'subgraphUrls' | 'subgraphTimeoutsMs' | 'subgraphTls'>;

function toGatewayConfiguration(variables: GatewayVariables): GatewayConfiguration {
  const isProduction = variables.NODE_ENV === 'production';
  const issuers = variables.AUTHENTICATION === 'none' ? [] : toTrustedIssuers(variables);
  const introspection = variables.INTROSPECTION ?? (isProduction ? 'roles' : 'open');
  return {
    host: variables.GATEWAY_HOST,
    port: variables.GATEWAY_PORT,
    workers: variables.GATEWAY_WORKERS,
    publicUrl: variables.GATEWAY_PUBLIC_URL,
    supergraphFile: variables.SUPERGRAPH_FILE,
    dataFolder: variables.DATA_DIR,
    ...toRegistryConfiguration(variables),
    subgraphUrls: variables.subgraphUrls,
    subgraphTimeoutsMs: variables.subgraphTimeoutsMs,
    subgraphTls: variables.subgraphTls,
    headerRulesFile: variables.HEADER_RULES_FILE,
    issuers,
    clientsFile: variables.CLIENTS_FILE,
    apiKeys: toApiKeyConfiguration(variables),
    corsOrigins: variables.CORS_ORIGINS,
    trustedProxies: variables.TRUSTED_PROXIES,
    limits: operationLimits.read(variables),
    rateLimits: toLimitsConfiguration(variables),
    policies: toPoliciesConfiguration(variables),
    accessLog: toAccessLogConfiguration(variables),
    audit: toAuditConfiguration(variables),
    checks: variables.checks,
    bodyLimitBytes: variables.BODY_LIMIT_BYTES,
    operationTimeoutMs: variables.OPERATION_TIMEOUT_MS,
    upstream: upstreamBounds.read(variables),
    guards: guardBounds.read(variables),
    sharesSubgraphRequests: variables.SHARE_SUBGRAPH_REQUESTS,
    discovery: toDiscovery(variables.SUBGRAPH_DISCOVERY, variables.REGISTRY_URL !== undefined),
    ...balancingBounds.read(variables),
    forwardedRoutes: variables.FORWARDED_ROUTES,
    forwarding: forwardingBounds.read(variables),
    maxPlans: variables.MAX_PLANS,
    operationFigures: {
      names: variables.METRICS_OPERATION_NAMES,
      maxOperations: variables.METRICS_OPERATIONS,
      maxClients: variables.METRICS_CLIENTS,
    },
    sharesQueries: variables.SHARE_QUERIES,
    executor: variables.EXECUTOR,
    overrideLabels: variables.OVERRIDE_LABELS,
    clientTransports: toTransportLimits(variables),
    subscriptions: {
      ...subscriptionBounds.read(variables),
      upstreamLimits: attemptBounds.read(variables),
      sharing: variables.SUBSCRIPTION_SHARING === 'user' ? 'USER' : 'RIGHTS',
    },
    authorization: {
      enabled: true,
      rejectUnauthorized: variables.AUTHORIZATION_REJECT_UNAUTHORIZED,
      dryRun: variables.AUTHORIZATION_DRY_RUN,
      errors: { log: variables.AUTHORIZATION_LOG, response: variables.AUTHORIZATION_ERRORS },
    },
    introspection: introspection === 'open' ? 'open' : { roles: variables.INTROSPECTION_ROLES },
    healthRoles: variables.HEALTH_ROLES,
    watchedServices: variables.WATCHED_SERVICES,
    exposeSubgraphErrors:
      variables.EXPOSE_SUBGRAPH_ERRORS === undefined
        ? !isProduction
        : variables.EXPOSE_SUBGRAPH_ERRORS === 'true',
    playground: variables.PLAYGROUND
      ? { title: variables.PLAYGROUND_TITLE, defaultQuery: variables.PLAYGROUND_QUERY }
      : undefined,
    pageFolder: variables.PAGE_FOLDER,
    trustedDocuments: {
      files: variables.TRUSTED_DOCUMENTS_FILE,
      keepMs: variables.TRUSTED_DOCUMENTS_KEEP_HOURS * 3_600_000,
    },
    isTrustedOnly: variables.TRUSTED_DOCUMENTS === 'only',
    session: toSessionConfiguration(variables, {
      listeningUrl: toListeningUrl(variables.GATEWAY_HOST, variables.GATEWAY_PORT),
      homePath: variables.PLAYGROUND && variables.PAGE_FOLDER === undefined ? playgroundPath : '/',
      issuer: issuers[0],
    }),
    requiredSubgraphs: variables.REQUIRED_SUBGRAPHS,
  };
}

/** The address for browsers on this machine. */
function toListeningUrl(host: string, listeningPort: number): string {
  return `http://${host === '127.0.0.1' ? 'localhost' : host}:${listeningPort}`;
}

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
