import type { AuthorizationOptions } from '#platform/authorization/filter/options.ts';
import type { OperationLimits } from '#platform/operation-limits/limits.ts';
import type { TrustedIssuer } from '#platform/tokens/trusted-issuer.ts';
import type { AccessLogConfiguration } from './access-log/access-log-configuration.ts';
import type { AuditConfiguration } from './audit/audit-fields.ts';
import type { Discovery } from './balancing/balancing-configuration.ts';
import type { ClientTransportLimits } from './clients/client-transports.ts';
import type { ApiKeyConfiguration } from './credentials/api-keys/api-key-configuration.ts';
import type { ForwardedRoute } from './forwarding/forwarded-routes.ts';
import type { forwardingBounds } from './forwarding/forwarding-configuration.ts';
import type { ExecutorKind } from './graph/executor/load-executor.ts';
import type { SubgraphUrls } from './graph/supergraph/supergraph.ts';
import type { LimitsConfiguration } from './limits/limits-configuration.ts';
import type { OperationFigureOptions } from './metrics/operation-figures.ts';
import type { CreateCheck } from './operation/admission-check.ts';
import type { PoliciesConfiguration } from './policies/policies-configuration.ts';
import type { RequiredSubgraphs } from './readiness/readiness-checks.ts';
import type { RegistryAccessConfiguration } from './registry-configuration.ts';
import type { SessionConfiguration } from './session/session-configuration.ts';
import type { UpstreamLimits } from './subscription/attempts.ts';
import type { Sharing } from './subscription/rights.ts';
import type { SubscriptionLimits } from './subscription/subscription-limits.ts';
import type { SubgraphTlsConfiguration } from './upstream/tls/tls-configuration.ts';
import type { guardBounds, upstreamBounds } from './upstream/upstream-configuration.ts';

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
