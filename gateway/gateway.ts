import { toProxyTrust } from '#platform/http/client-address.ts';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { createTokenVerifier } from '#platform/tokens/token-verifier.ts';
import { OperationNotes } from './access-log/log-operations.ts';
import { logRequests } from './access-log/log-requests.ts';
import { openAccessLog } from './access-log/open-access-log.ts';
import { auditAddresses } from './audit/audit-operations.ts';
import { openBalancing } from './balancing/open-balancing.ts';
import { createAddressGate } from './clients/common/address-gate.ts';
import { answerDirectlyAhead } from './clients/http/ahead-of-server.ts';
import { createDirectPath } from './clients/http/answer-directly.ts';
import { createApolloServer } from './clients/http/apollo-server.ts';
import { createSupergraphGateway } from './clients/http/supergraph-gateway.ts';
import { registerGraphQL } from './clients/register-graphql.ts';
import { createPathHider } from './forwarding/hidden-paths.ts';
import { registerForwarding } from './forwarding/register-forwarding.ts';
import { apiPath, type GatewayParts } from './gateway-parts.ts';
import { toEnvironmentName } from './graph/supergraph/supergraph.ts';
import { registerLimitsRoute } from './limits/limits-route.ts';
import { createGatewayMetrics } from './metrics/gateway-metrics.ts';
import { openCallers } from './open-callers.ts';
import { openClientTransports } from './open-client-transports.ts';
import { openGatewayGraphs } from './open-gateway-graphs.ts';
import { openOperations } from './open-operations.ts';
import { registerPage } from './page/register-page.ts';
import { registerPlayground } from './playground/server/register-playground.ts';
import { followReadiness } from './readiness/gateway-readiness.ts';
import { registerHealthRoute } from './readiness/health-route.ts';
import { assertKnownSubgraphs } from './readiness/readiness-checks.ts';
import { createChanges } from './upstream/changes.ts';
import { createHeaderPolicy } from './upstream/headers/header-policy.ts';
import { loadHeaderRules } from './upstream/headers/rules.ts';
import { createSubgraphConnections } from './upstream/subgraph-connections.ts';
import { TlsFiles } from './upstream/tls/subgraph-tls.ts';
import { loneWorker } from './workers/workers.ts';

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

  const operations = await openOperations(parts, {
    graphs,
    changes,
    metrics: gatewayMetrics,
    workers,
    accessNotes,
  });
  const { admission, answer, persistedQueries, clientRules, limits, policies } = operations;
  const admitRequest = createAddressGate(
    audit ? auditAddresses(limits.admitAddress, audit) : limits.admitAddress,
  );
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
      path: apiPath,
      answerDirectly,
      admitRequest,
      verifier,
      clientRules,
      headers,
      operationTimeoutMs: configuration.operationTimeoutMs,
    }),
  });
  owner.own('HTTP server', () => app.close());
  if (accessLog) {
    const trust = toProxyTrust(configuration.trustedProxies);
    logRequests(app.server, accessLog, trust, createPathHider(configuration.forwardedRoutes));
  }
  const callers = await openCallers(parts, app, { verifier, clientRules });
  const { credentials } = callers;
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
    recordUsage: operations.recordUsage,
    follower: callers.follower,
    clientRules,
    findCount: workers.findCount,
    accessLog,
    accessNotes,
    onRefused: callers.onRefused,
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
    path: apiPath,
    corsOrigins: configuration.corsOrigins,
    clientRules,
    corsHeaders: [...headers.clientHeaders, ...callers.headers],
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
    credentials: callers.fileCredentials,
    verifier,
    isForKnownCallers: configuration.issuers.length > 0,
    findCount: workers.findCount,
  });
  if (configuration.playground) {
    await registerPlayground(app, {
      configuration: {
        ...configuration.playground,
        endpoint: apiPath,
        signsIn: callers.sessions !== undefined,
      },
      isHome: configuration.pageFolder === undefined,
    });
  }
  if (configuration.pageFolder !== undefined) await registerPage(app, { folder: configuration.pageFolder });
  return listen(app, configuration);
}
