import type { FastifyInstance } from 'fastify';
import type { Metrics } from '#platform/metrics/metrics.ts';
import type { FindSharedCount } from '#platform/process/shared-count.ts';
import type { AccessLog } from './access-log/access-log.ts';
import type { OperationNotes } from './access-log/log-operations.ts';
import { logUpgrades } from './access-log/log-requests.ts';
import { logWebSocketOperations } from './access-log/log-websocket-operations.ts';
import type { Balancing } from './balancing/open-balancing.ts';
import type { ClientRules } from './client-rules/client-rules.ts';
import { type ClientTransports, createClientTransports } from './clients/client-transports.ts';
import { createOriginList } from './clients/websocket/origin-list.ts';
import type { ReviewRefusedCredentials } from './credentials/credentials.ts';
import type { CallerFollower } from './credentials/followed-caller.ts';
import { apiPath, type GatewayParts } from './gateway-parts.ts';
import type { GraphHolder } from './graph/graph-holder.ts';
import { registerSubscriptionGauges } from './metrics/subscription-gauges.ts';
import { createTransportMetrics, type TransportMetrics } from './metrics/transport-metrics.ts';
import type { Admission } from './operation/admit.ts';
import type { AnswerOperation } from './operation/answer-operation.ts';
import type { PolicyDecider } from './operation/policy-decider.ts';
import { createSubscriptions } from './subscription/create-subscriptions.ts';
import { runEvent } from './subscription/run-event.ts';
import type { Subscriptions } from './subscription/subscriptions.ts';
import { traceEvents, traceSubscriptions } from './tracing/trace-subscriptions.ts';
import type { Changes } from './upstream/changes.ts';
import { createGraphQLWsTransport } from './upstream/graphql-ws-transport.ts';
import type { HeaderPolicy } from './upstream/headers/header-policy.ts';
import type { SubgraphTls } from './upstream/tls/subgraph-tls.ts';
import { countSubscriptions, type RecordUsage } from './usage/count-operations.ts';

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

/** WebSockets and streams over HTTP, and the subscriptions that they carry. */
export function openClientTransports(
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
    path: apiPath,
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
