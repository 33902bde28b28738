import type { FastifyInstance } from 'fastify';
import { toProxyTrust } from '#platform/http/client-address.ts';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import type { Log } from '#platform/log/log.ts';
import type { Metrics } from '#platform/metrics/metrics.ts';
import type { Owner } from '#platform/process/owner.ts';
import type { FindSharedCount } from '#platform/process/shared-count.ts';
import type { ServiceTls } from '#platform/tls/service-tls.ts';
import { createTokenVerifier, type TokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { Tracing } from '#platform/tracing/tracing.ts';
import type { AccessLog } from './access-log/access-log.ts';
import { OperationNotes } from './access-log/log-operations.ts';
import { logRequests, logUpgrades } from './access-log/log-requests.ts';
import { logWebSocketOperations } from './access-log/log-websocket-operations.ts';
import { openAccessLog } from './access-log/open-access-log.ts';
import { auditCredentials } from './audit/audit-credentials.ts';
import { auditAddresses, auditAdmission, auditCuts } from './audit/audit-operations.ts';
import type { GatewayAudit } from './audit/gateway-audit.ts';
import { type Balancing, openBalancing } from './balancing/open-balancing.ts';
import type { ClientRules } from './client-rules/client-rules.ts';
import { openClientRules } from './client-rules/open-client-rules.ts';
import { withClientRules } from './client-rules/with-client-rules.ts';
import { type ClientTransports, createClientTransports } from './clients/client-transports.ts';
import { createAddressGate } from './clients/common/address-gate.ts';
import { answerDirectlyAhead } from './clients/http/ahead-of-server.ts';
import { createDirectPath } from './clients/http/answer-directly.ts';
import { createApolloServer } from './clients/http/apollo-server.ts';
import { createSupergraphGateway } from './clients/http/supergraph-gateway.ts';
import { registerGraphQL } from './clients/register-graphql.ts';
import { createOriginList } from './clients/websocket/origin-list.ts';
import type { GatewayConfiguration } from './configuration.ts';
import { type ApiKeys, openApiKeys } from './credentials/api-keys/api-keys.ts';
import { apiKeyHeader } from './credentials/api-keys/find-api-key.ts';
import { createBearerFollower } from './credentials/bearer-follower.ts';
import { type Credentials, firstOf, type ReviewRefusedCredentials } from './credentials/credentials.ts';
import { type CallerFollower, firstFollowerOf } from './credentials/followed-caller.ts';
import { bearerCredentials } from './credentials/identify-caller.ts';
import { registerForwarding } from './forwarding/register-forwarding.ts';
import type { GraphHolder } from './graph/graph-holder.ts';
import { openGraphs } from './graph/open-graphs.ts';
import { toEnvironmentName } from './graph/supergraph/supergraph.ts';
import { registerLimitsRoute } from './limits/limits-route.ts';
import { openLimits } from './limits/open-limits.ts';
import { createGatewayMetrics, type GatewayMetrics } from './metrics/gateway-metrics.ts';
import { measureAdmission, measureAnswers, measureTransport } from './metrics/measure.ts';
import { createSubgraphObserver } from './metrics/subgraph-observer.ts';
import { registerSubscriptionGauges } from './metrics/subscription-gauges.ts';
import { createTransportMetrics, type TransportMetrics } from './metrics/transport-metrics.ts';
import { type Admission, createAdmission } from './operation/admit.ts';
import { type AnswerOperation, createAnswerer } from './operation/answer-operation.ts';
import { decidePolicies } from './operation/decide-policies.ts';
import { createPersistedQueries } from './operation/persisted-queries.ts';
import type { PolicyDecider } from './operation/policy-decider.ts';
import { shareAnswers } from './operation/share-answers.ts';
import { followTrustedDocuments } from './operation/trusted-documents.ts';
import { registerPage } from './page/register-page.ts';
import { registerPlayground } from './playground/server/register-playground.ts';
import { openPolicies } from './policies/open-policies.ts';
import { followReadiness } from './readiness/gateway-readiness.ts';
import { registerHealthRoute } from './readiness/health-route.ts';
import { assertKnownSubgraphs } from './readiness/readiness-checks.ts';
import { csrfHeader } from './session/csrf.ts';
import type { SignIn } from './session/prepare-sign-in.ts';
import { createSubscriptions } from './subscription/create-subscriptions.ts';
import { runEvent } from './subscription/run-event.ts';
import type { Subscriptions } from './subscription/subscriptions.ts';
import { traceAdmission, traceAnswers, tracePlans } from './tracing/trace-operations.ts';
import { traceEvents, traceSubscriptions } from './tracing/trace-subscriptions.ts';
import { traceTransport } from './tracing/trace-transport.ts';
import { type Changes, createChanges } from './upstream/changes.ts';
import { createGraphQLWsTransport } from './upstream/graphql-ws-transport.ts';
import { createHeaderPolicy, type HeaderPolicy } from './upstream/headers/header-policy.ts';
import { loadHeaderRules } from './upstream/headers/rules.ts';
import { shareRequests } from './upstream/shared-requests.ts';
import { createSubgraphConnections, type SubgraphConnections } from './upstream/subgraph-connections.ts';
import { createSubgraphGuards } from './upstream/subgraph-guards.ts';
import { type SubgraphTls, TlsFiles } from './upstream/tls/subgraph-tls.ts';
import { createUndiciTransport } from './upstream/undici-transport.ts';
import { withHeaderPolicy } from './upstream/with-header-policy.ts';
import { countAnswers, countSubscriptions, type RecordUsage } from './usage/count-operations.ts';
import { openUsage } from './usage/open-usage.ts';
import { loneWorker, type Workers } from './workers/workers.ts';

const graphqlPath = '/graphql';

export interface GatewayParts {
  readonly configuration: GatewayConfiguration;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Records spans; without it nothing is traced. */
  readonly tracing?: Tracing | undefined;
  /** Closes what is opened here, in reverse order. */
  readonly owner: Pick<Owner, 'own'>;
  /** Signs people in on the server; without it only bearer tokens count. */
  readonly signIn?: SignIn | undefined;
  /** The other processes of this gateway; it is alone if absent. */
  readonly workers?: Workers | undefined;
  /** Certificates of this process. Without them it listens without TLS, and has those of Node.js as a client. */
  readonly tls?: ServiceTls | undefined;
  /** Keeps what the gateway does and refuses; without it nothing is kept, and subgraphs are told no origin. */
  readonly audit?: GatewayAudit | undefined;
}

interface ClientTransportParts {
  readonly app: FastifyInstance;
  readonly graphs: GraphHolder;
  readonly balancing: Balancing;
  readonly changes: Changes;
  readonly headers: HeaderPolicy;
  readonly tls: SubgraphTls;
  readonly metrics: Metrics;
  readonly admission: Admission;
  readonly answer: AnswerOperation;
  readonly recordUsage: RecordUsage | undefined;
  readonly follower: CallerFollower;
  readonly clientRules: ClientRules;
  readonly findCount: FindSharedCount;
  readonly accessLog: AccessLog | undefined;
  readonly accessNotes: OperationNotes | undefined;
  readonly onRefused: ReviewRefusedCredentials | undefined;
  readonly policyDecider: PolicyDecider;
}

/**
 * Builds a gateway from its configuration and starts to listen.
 *
 * @returns the address it listens on.
 */
export async function startGateway(parts: GatewayParts): Promise<string> {
  const { configuration, log, tracing, owner, signIn, workers = loneWorker, audit } = parts;
  const { server: serverTls, client: clientTls } = parts.tls ?? {};
  const send = clientTls?.fetch;
  const metrics = { ...parts.metrics, write: workers.figures };
  const accessLog =
    configuration.accessLog &&
    (await openAccessLog({
      configuration: configuration.accessLog,
      log,
      registry: metrics.registry,
      owner,
    }));
  const accessNotes = accessLog && new OperationNotes(accessLog);
  const headers = createHeaderPolicy(
    await loadHeaderRules(configuration.headerRulesFile),
    tracing && ((traceparent) => traceparent),
    { tellsOrigin: audit !== undefined },
  );
  const gatewayMetrics = createGatewayMetrics(metrics.registry, configuration.operationFigures);
  const { subgraphTls } = configuration;
  const tls = await TlsFiles.open({ configuration: subgraphTls, toVariableName: toEnvironmentName, log });
  owner.own('certificates of subgraphs', () => tls.close());
  const connections = createSubgraphConnections(configuration.upstream, tls);
  owner.own('connections to subgraphs', () => connections.close());
  const balancing = openBalancing({
    ...configuration,
    log,
    metricsRegistry: metrics.registry,
    owner,
    fetch: send,
  });
  const changes = workers.shareChanges(createChanges());
  const graphs = await openGatewayGraphs(parts, {
    headers,
    metrics: gatewayMetrics,
    balancing,
    changes,
    connections,
  });
  owner.own('supergraph', () => graphs.close());
  graphs.subscribe(({ supergraph }) => balancing.follow(supergraph.subgraphUrls));
  await balancing.ready();
  assertKnownSubgraphs([...graphs.current.supergraph.subgraphUrls.keys()], configuration.requiredSubgraphs);

  const verifier = createTokenVerifier({ issuers: configuration.issuers });
  owner.own('token verifier', () => verifier.close());

  const { introspection } = configuration;
  const trusted = await followTrustedDocuments({ ...configuration.trustedDocuments, log });
  owner.own('trusted documents', () => trusted.close());
  const persistedQueries = createPersistedQueries({
    trusted: trusted.documents,
    isTrustedOnly: configuration.isTrustedOnly,
  });
  const clientRules = await openClientRules({
    file: configuration.clientsFile,
    graphqlPath,
    trusted: trusted.documents,
    log,
    owner,
  });
  const limits = await openLimits({
    configuration: configuration.rateLimits,
    workers,
    registry: metrics.registry,
    log,
    owner,
  });
  const admitRequest = createAddressGate(
    audit ? auditAddresses(limits.admitAddress, audit) : limits.admitAddress,
  );
  const checks = [
    ...(accessNotes ? [accessNotes.check] : []),
    clientRules.check,
    ...configuration.checks.map((create) => create()),
    // After the check of costs, as cost is limited too.
    limits.check,
  ];
  const { admit, classify } = createAdmission({
    limits: configuration.limits,
    checks,
    persistedQueries,
    mayIntrospect: (principal) =>
      introspection === 'open' || introspection.roles.some((role) => principal?.roles.has(role) === true),
  });
  const measuredAdmit = measureAdmission(audit ? auditAdmission(admit, audit) : admit, gatewayMetrics);
  const tracedAdmit = tracing ? traceAdmission(measuredAdmit, tracing) : measuredAdmit;
  const admission: Admission = {
    admit: accessNotes ? accessNotes.noteAdmission(tracedAdmit) : tracedAdmit,
    classify,
  };
  const policies = await openPolicies({
    configuration: configuration.policies,
    graphs,
    registry: metrics.registry,
    log,
    owner,
  });
  const access = configuration.usageReports;
  const recordUsage = access && openUsage({ access, log, registry: metrics.registry, owner, fetch: send });
  const alone = createAnswerer({ ...configuration, checks, log, onCut: audit && auditCuts(audit) });
  const shared = configuration.sharesQueries
    ? shareAnswers(alone, changes, gatewayMetrics.operationShared)
    : alone;
  // Before answers are shared, as those for whom other policies hold are given others.
  const decided = decidePolicies(shared, policies.decider);
  const measured = measureAnswers(decided, gatewayMetrics);
  const traced = tracing ? traceAnswers(measured, tracing) : measured;
  const counted = recordUsage ? countAnswers(traced, recordUsage) : traced;
  const answer = accessNotes ? accessNotes.noteAnswers(counted) : counted;
  const apollo = createApolloServer({
    gateway: createSupergraphGateway({ graphs, answer }),
    log,
    graphs,
    admit: admission.admit,
    persistedQueries,
  });
  const answerDirectly = createDirectPath({ graphs, answer, log, admit: admission.admit, persistedQueries });
  await apollo.start();
  owner.own('Apollo Server', () => apollo.stop());

  const readiness = followReadiness({
    ...configuration,
    graphs,
    verifier,
    findUrls: balancing.findUrls,
    findDispatcher: (subgraph, origin) => connections.find(subgraph, origin).dispatcher,
    more: { ...signIn?.readiness, ...workers.readiness, ...policies.readiness },
  });
  const app = await createHttpServer({
    log,
    metrics,
    tracing,
    tls: serverTls,
    bodyLimitBytes: configuration.bodyLimitBytes,
    trustedProxies: configuration.trustedProxies,
    maxRequestMs: Math.max(0, ...configuration.forwardedRoutes.map(({ maxMs }) => maxMs)),
    isSecure: configuration.publicUrl?.startsWith('https:') === true,
    readiness,
    ahead: answerDirectlyAhead({
      path: graphqlPath,
      answerDirectly,
      admitRequest,
      verifier,
      clientRules,
      headers,
      operationTimeoutMs: configuration.operationTimeoutMs,
    }),
  });
  owner.own('HTTP server', () => app.close());
  if (accessLog) logRequests(app.server, accessLog, toProxyTrust(configuration.trustedProxies));
  const sessions = await signIn?.register(app, verifier);
  const onRefused = audit && auditCredentials(audit);
  const apiKeys = openGatewayApiKeys(parts, verifier);
  const followers = [apiKeys?.follower, createBearerFollower(verifier), sessions].filter(isPresent);
  const programs = [apiKeys?.credentials, bearerCredentials].filter(isPresent);
  const toCredentials = (ofBrowsers: Credentials | undefined) => ({
    ...withClientRules(firstOf(...[...programs, ofBrowsers].filter(isPresent)), clientRules),
    onRefused,
  });
  const credentials = toCredentials(sessions);
  const transports = openClientTransports(parts, {
    app,
    graphs,
    balancing,
    changes,
    headers,
    tls,
    metrics,
    admission,
    answer,
    recordUsage,
    follower: firstFollowerOf(...followers),
    clientRules,
    findCount: workers.findCount,
    accessLog,
    accessNotes,
    onRefused,
    policyDecider: policies.decider,
  });
  workers.answerRenewals(transports.renewable.renew);
  await registerGraphQL(app, {
    answerStreams: transports.answerStreams,
    renewStream: async (id, token) =>
      (await transports.renewable.renew(id, token)) ?? workers.renewElsewhere(id, token),
    admitRequest,
    apollo,
    answerDirectly,
    verifier,
    credentials,
    path: graphqlPath,
    corsOrigins: configuration.corsOrigins,
    clientRules,
    corsHeaders: [
      ...headers.clientHeaders,
      ...(sessions ? [csrfHeader] : []),
      ...(apiKeys ? [apiKeyHeader] : []),
    ],
    headers,
    operationTimeoutMs: configuration.operationTimeoutMs,
  });
  if (configuration.issuers.length > 0) {
    registerHealthRoute(app, {
      parts: readiness,
      services: configuration.watchedServices,
      roles: configuration.healthRoles,
      credentials,
      verifier,
      fetch: send,
    });
  }
  registerLimitsRoute(app, {
    limits,
    credentials,
    verifier,
  });
  await registerForwarding(app, {
    routes: configuration.forwardedRoutes,
    limits: configuration.forwarding,
    tls: clientTls,
    connectTimeoutMs: configuration.upstream.connectTimeoutMs,
    credentials: toCredentials(sessions?.ofFiles),
    verifier,
    isForKnownCallers: configuration.issuers.length > 0,
    findCount: workers.findCount,
  });
  if (configuration.playground) {
    await registerPlayground(app, {
      configuration: { ...configuration.playground, endpoint: graphqlPath, signsIn: sessions !== undefined },
      isHome: configuration.pageFolder === undefined,
    });
  }
  if (configuration.pageFolder !== undefined) await registerPage(app, { folder: configuration.pageFolder });
  return listen(app, configuration);
}

/** The API keys of clients of the first issuer's, if keys are taken. */
function openGatewayApiKeys(
  { configuration: { apiKeys, issuers }, owner }: GatewayParts,
  verifier: TokenVerifier,
): ApiKeys | undefined {
  const [issuer] = issuers;
  if (apiKeys === undefined || issuer === undefined) return undefined;
  const opened = openApiKeys({ ...apiKeys, issuer, verifier });
  owner.own('API keys', () => opened.close());
  return opened;
}

function isPresent<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

/** The graphs, with the connections over which they ask subgraphs. */
function openGatewayGraphs(
  { configuration, log, tracing, tls, metrics: { registry } }: GatewayParts,
  {
    headers,
    metrics,
    balancing,
    changes,
    connections,
  }: {
    readonly headers: HeaderPolicy;
    readonly metrics: GatewayMetrics;
    readonly balancing: Balancing;
    readonly changes: Changes;
    readonly connections: SubgraphConnections;
  },
): Promise<GraphHolder> {
  const { upstream, guards, subgraphTimeoutsMs } = configuration;
  const observer = createSubgraphObserver(registry, log);
  const findGuard = createSubgraphGuards(
    {
      ...guards,
      responseTimeoutMs: upstream.responseTimeoutMs,
      findTimeoutMs: (subgraph) => subgraphTimeoutsMs[toEnvironmentName(subgraph)],
    },
    observer,
  );
  const share: typeof shareRequests = configuration.sharesSubgraphRequests
    ? shareRequests
    : (transport) => transport;
  return openGraphs({
    ...configuration,
    knowsCallers: configuration.issuers.length > 0,
    planObserver: tracing ? tracePlans(metrics.plans, tracing) : metrics.plans,
    ruledSubgraphs: headers.subgraphs,
    fetch: tls?.client.fetch,
    createTransport: ({ subgraphUrls }) => {
      const transport = createUndiciTransport({
        connections,
        routes: balancing.createRoutes(subgraphUrls),
        findGuard,
      });
      const shared = share(measureTransport(transport, metrics), changes, observer.shared);
      const ruled = withHeaderPolicy(shared, headers);
      return tracing ? traceTransport(ruled, tracing) : ruled;
    },
    log,
  });
}

/** WebSockets and streams over HTTP, and the subscriptions that they carry. */
function openClientTransports(
  { configuration, log, tracing }: GatewayParts,
  {
    app,
    metrics,
    recordUsage,
    balancing,
    changes,
    accessLog,
    accessNotes,
    policyDecider,
    ...parts
  }: ClientTransportParts,
): ClientTransports {
  const transportMetrics = createTransportMetrics(metrics.registry);
  const { upstream } = configuration;
  const untraced: Subscriptions = createSubscriptions({
    ...configuration,
    ...configuration.subscriptions,
    graphs: parts.graphs,
    log,
    metrics: transportMetrics.subscriptions,
    changes,
    policyDecider,
    sharedCount: parts.findCount('subscriptions'),
    runEvent: tracing && traceEvents(runEvent, tracing),
    createTransport: ({ supergraph }) =>
      createGraphQLWsTransport({
        routes: balancing.createRoutes(supergraph.subgraphUrls),
        connectTimeoutMs: upstream.connectTimeoutMs,
        maxMessageBytes: upstream.maxResponseBytes,
        pingIntervalMs: upstream.pingIntervalMs,
        headers: parts.headers,
        tls: parts.tls,
      }),
  });
  const shared = tracing ? traceSubscriptions(untraced, tracing) : untraced;
  const counted = recordUsage ? countSubscriptions(shared, recordUsage) : shared;
  const subscriptions = accessNotes ? accessNotes.noteSubscriptions(counted) : counted;
  registerSubscriptionGauges(metrics.registry, subscriptions);
  return createClientTransports(app, {
    ...parts,
    log,
    path: graphqlPath,
    limits: configuration.clientTransports,
    trustedProxies: configuration.trustedProxies,
    observers: accessLog ? observeAccesses(transportMetrics, accessLog) : transportMetrics,
    operationTimeoutMs: configuration.operationTimeoutMs,
    isAllowedOrigin: createOriginList(app, {
      publicUrl: configuration.publicUrl,
      listed: configuration.corsOrigins,
    }),
    subscriptions,
  });
}

/** The observers of connections, with an access log beside the figures. */
function observeAccesses({ websocket, streams }: TransportMetrics, accessLog: AccessLog) {
  return {
    streams,
    websocket: logUpgrades(websocket, accessLog),
    operations: logWebSocketOperations(accessLog),
  };
}
