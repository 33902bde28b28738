import type { FastifyInstance } from 'fastify';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import type { ReadinessCheck, ReadinessPart } from '#platform/http/readiness.ts';
import type { Log } from '#platform/log/log.ts';
import type { Metrics } from '#platform/metrics/metrics.ts';
import type { Owner } from '#platform/process/owner.ts';
import { createTokenVerifier, type TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { type ClientTransports, createClientTransports } from './clients/client-transports.ts';
import { createApolloServer } from './clients/http/apollo-server.ts';
import { createSupergraphGateway } from './clients/http/supergraph-gateway.ts';
import { registerGraphQL } from './clients/register-graphql.ts';
import { createOriginList } from './clients/websocket/origin-list.ts';
import type { GatewayConfiguration } from './configuration.ts';
import { bearerCredentials } from './credentials/authenticate.ts';
import { createBearerFollower } from './credentials/bearer-follower.ts';
import { type Credentials, firstOf } from './credentials/credentials.ts';
import { type CallerFollower, firstFollowerOf } from './credentials/followed-caller.ts';
import type { GraphHolder } from './graph/graph-holder.ts';
import { openGraphs } from './graph/open-graphs.ts';
import { createGatewayMetrics } from './metrics/gateway-metrics.ts';
import { countRefusal, countRefusals, measureAnswers } from './metrics/measure.ts';
import { registerSubscriptionGauges } from './metrics/subscription-gauges.ts';
import { createTransportMetrics } from './metrics/transport-metrics.ts';
import { type AdmitOperation, createAdmission } from './operation/admit.ts';
import { type AnswerOperation, createAnswerer } from './operation/answer-operation.ts';
import { createPersistedQueries } from './operation/persisted-queries.ts';
import type { Refusal } from './operation/refusal.ts';
import { registerPlayground } from './playground/server/register-playground.ts';
import { assertKnownSubgraphs, createProviderCheck, toSubgraphParts } from './readiness/checks.ts';
import { csrfHeader } from './session/csrf.ts';
import { createSubscriptions } from './subscription/create-subscriptions.ts';
import { createGraphQLWsTransport } from './upstream/graphql-ws-transport.ts';
import { createHeaderPolicy, type HeaderPolicy } from './upstream/headers/header-policy.ts';
import { loadHeaderRules } from './upstream/headers/rules.ts';

const graphqlPath = '/graphql';

/** What signing in brings to a gateway. */
export interface SignIn {
  /** Puts its routes on the server and gives back the credentials by session, of requests and of connections. */
  readonly register: (app: FastifyInstance, verifier: TokenVerifier) => Promise<Credentials & CallerFollower>;
  /** What it needs to work. */
  readonly readiness: Readonly<Record<string, ReadinessCheck>>;
}

export interface GatewayParts {
  readonly configuration: GatewayConfiguration;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Closes what is opened here, in reverse order. */
  readonly owner: Pick<Owner, 'own'>;
  /** Signs people in on the server; without it only bearer tokens count. */
  readonly signIn?: SignIn | undefined;
}

interface ClientTransportParts {
  readonly app: FastifyInstance;
  readonly graphs: GraphHolder;
  readonly headers: HeaderPolicy;
  readonly metrics: Metrics;
  readonly admit: AdmitOperation;
  readonly onRefused: (refusal: Refusal) => void;
  readonly answer: AnswerOperation;
  readonly follower: CallerFollower;
}

/**
 * Builds a gateway from its configuration and starts to listen.
 *
 * @returns the address it listens on.
 */
export async function startGateway(parts: GatewayParts): Promise<string> {
  const { configuration, log, metrics, owner, signIn } = parts;
  const headers = createHeaderPolicy(await loadHeaderRules(configuration.headerRulesFile));
  const gatewayMetrics = createGatewayMetrics(metrics.registry, configuration.metricsOperationNames);
  const graphs = await openGraphs(parts, { headers, metrics: gatewayMetrics });
  owner.own('supergraph', () => graphs.close());
  assertKnownSubgraphs([...graphs.current.supergraph.subgraphUrls.keys()], configuration.requiredSubgraphs);

  const verifier = createTokenVerifier({ issuers: configuration.issuers });
  owner.own('token verifier', () => verifier.close());

  const { introspection } = configuration;
  const persistedQueries = createPersistedQueries();
  const admit = createAdmission({
    limits: configuration.limits,
    persistedQueries,
    mayIntrospect: (principal) =>
      introspection === 'open' || introspection.roles.some((role) => principal?.roles.has(role) === true),
  });
  const answer = measureAnswers(createAnswerer({ ...configuration, log }), gatewayMetrics);
  const apollo = createApolloServer({
    gateway: createSupergraphGateway({ graphs, answer }),
    log,
    graphs,
    admit: countRefusals(admit, gatewayMetrics),
    persistedQueries,
  });
  await apollo.start();
  owner.own('Apollo Server', () => apollo.stop());

  const app = await createHttpServer({
    log,
    metrics,
    bodyLimitBytes: configuration.bodyLimitBytes,
    trustedProxies: configuration.trustedProxies,
    isSecure: configuration.sessionVariables.GATEWAY_PUBLIC_URL?.startsWith('https:') === true,
    readiness: followReadiness(graphs, configuration, verifier, signIn?.readiness),
  });
  owner.own('HTTP server', () => app.close());
  const sessions = await signIn?.register(app, verifier);
  const bearer = createBearerFollower(verifier);
  const transports = openClientTransports(parts, {
    app,
    graphs,
    headers,
    metrics,
    admit,
    onRefused: (refusal) => countRefusal(refusal, gatewayMetrics),
    answer,
    follower: sessions ? firstFollowerOf(bearer, sessions) : bearer,
  });
  await registerGraphQL(app, {
    ...transports,
    apollo,
    verifier,
    credentials: sessions ? firstOf(bearerCredentials, sessions) : bearerCredentials,
    path: graphqlPath,
    corsOrigins: configuration.corsOrigins,
    corsHeaders: [...headers.clientHeaders, ...(sessions ? [csrfHeader] : [])],
    headers,
    operationTimeoutMs: configuration.operationTimeoutMs,
  });
  if (configuration.playground) {
    await registerPlayground(app, {
      configuration: { ...configuration.playground, endpoint: graphqlPath, signsIn: sessions !== undefined },
    });
  }
  return listen(app, configuration);
}

/** WebSockets and streams over HTTP, and the subscriptions that they carry. */
function openClientTransports(
  { configuration, log }: GatewayParts,
  { app, graphs, headers, metrics, admit, onRefused, answer, follower }: ClientTransportParts,
): ClientTransports {
  const transportMetrics = createTransportMetrics(metrics.registry);
  const { transport, sessionVariables } = configuration;
  const subscriptions = createSubscriptions({
    ...configuration.subscriptions,
    graphs,
    log,
    authorization: configuration.authorization,
    exposeSubgraphErrors: configuration.exposeSubgraphErrors,
    operationTimeoutMs: configuration.operationTimeoutMs,
    metrics: transportMetrics.subscriptions,
    createTransport: ({ supergraph }) =>
      createGraphQLWsTransport({
        urls: supergraph.subgraphUrls,
        connectTimeoutMs: transport.connectTimeoutMs,
        maxMessageBytes: transport.maxResponseBytes,
        pingIntervalMs: transport.pingIntervalMs,
        headers,
      }),
  });
  registerSubscriptionGauges(metrics.registry, subscriptions);
  return createClientTransports(app, {
    graphs,
    log,
    admit,
    onRefused,
    answer,
    follower,
    headers,
    path: graphqlPath,
    limits: configuration.clientTransports,
    trustedProxies: configuration.trustedProxies,
    metrics: transportMetrics,
    operationTimeoutMs: configuration.operationTimeoutMs,
    isAllowedOrigin: createOriginList(app, {
      publicUrl: sessionVariables.GATEWAY_PUBLIC_URL,
      listed: configuration.corsOrigins,
    }),
    subscriptions,
  });
}

/**
 * The parts of a gateway: the keys that tokens are verified with, the provider, the subgraphs of the supergraph in use, and
 * what sign-in needs. A provider that is away takes nothing from those who are signed in as long as its keys are at hand.
 */
function followReadiness(
  graphs: GraphHolder,
  { issuers: [issuer], requiredSubgraphs }: GatewayConfiguration,
  verifier: TokenVerifier,
  more: Readonly<Record<string, ReadinessCheck>> = {},
): Readonly<Record<string, ReadinessPart>> {
  const identity: Record<string, ReadinessPart> = issuer
    ? {
        'token keys': () => verifier.ready(),
        'identity provider': { check: createProviderCheck(issuer), isRequired: false },
      }
    : {};
  const parts: Record<string, ReadinessPart> = {};
  graphs.subscribe(({ supergraph }) => {
    for (const name of Object.keys(parts)) delete parts[name];
    Object.assign(parts, more, identity, toSubgraphParts(supergraph.subgraphUrls, requiredSubgraphs));
  });
  return parts;
}
