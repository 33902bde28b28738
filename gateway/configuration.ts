import { z } from 'zod';
import { parseConfiguration } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { url } from '#platform/configuration/fields.ts';
import { identityFields, toTrustedIssuers } from '#platform/configuration/identity-fields.ts';
import { toAccessLogConfiguration } from './access-log/access-log-configuration.ts';
import { toAuditConfiguration } from './audit/audit-fields.ts';
import { balancingBounds, toDiscovery } from './balancing/balancing-configuration.ts';
import { toTransportLimits } from './clients/transport-configuration.ts';
import { anonymousSchema, oidcSchema } from './configuration-fields.ts';
import { toApiKeyConfiguration } from './credentials/api-keys/api-key-configuration.ts';
import { forwardingBounds } from './forwarding/forwarding-configuration.ts';
import type { GatewayConfiguration } from './gateway-configuration.ts';
import { toLimitsConfiguration } from './limits/limits-configuration.ts';
import { checkFields, checksSchema } from './operation/checks.ts';
import { operationLimits } from './operation/limit-configuration.ts';
import { playgroundPath } from './playground/server/playground-path.ts';
import { toPoliciesConfiguration } from './policies/policies-configuration.ts';
import { toRegistryConfiguration } from './registry-configuration.ts';
import { toSessionConfiguration } from './session/session-configuration.ts';
import { attemptBounds, subscriptionBounds } from './subscription/subscription-configuration.ts';
import { toTlsSchema } from './upstream/tls/tls-configuration.ts';
import { guardBounds, timeoutField, upstreamBounds } from './upstream/upstream-configuration.ts';

/** Everything that the gateway reads from its environment, beside what single subgraphs have. */
export const configurationSchema = oidcSchema.extend(checkFields);

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
