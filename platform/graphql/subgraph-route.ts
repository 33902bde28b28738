import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import fastifyApollo from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { MutationAudit } from '#platform/audit/audit-mutations.ts';
import { readRequestOrigin } from '#platform/audit/request-origin.ts';
import type { Log } from '#platform/log/log.ts';
import type { Metrics } from '#platform/metrics/metrics.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { WebSocketLimits } from '#platform/websocket/websocket-limits.ts';
import { createWebSocketMetrics } from '#platform/websocket/websocket-metrics.ts';
import { createSubgraphAdmissionPlugin } from './admission-plugin.ts';
import { createSubgraphAdmission } from './admit-operation.ts';
import { authenticate } from './authenticate.ts';
import { createCallerSignal } from './caller-signal.ts';
import { createErrorFormatter } from './format-error.ts';
import { noStorePlugin } from './no-store-plugin.ts';
import { createSchemaVisibilityPlugin } from './schema-visibility.ts';
import type { SubgraphContext } from './subgraph-context.ts';
import { type SubgraphLimits, subgraphLimits } from './subgraph-limits.ts';
import { createSubgraphSchema } from './subgraph-schema.ts';
import { registerSubscriptions } from './subgraph-websocket.ts';

export interface SubgraphRouteOptions<Context extends SubgraphContext> {
  /** The subgraph's SDL. */
  readonly typeDefs: string;
  readonly resolvers: object;
  readonly verifier: TokenVerifier;
  readonly log: Log;
  /** Creates the context of one request, with its loaders, which must not outlive it. */
  readonly createContext: (base: SubgraphContext) => Context;
  /** In production the schema is shown to `schemaReader` only. */
  readonly isProduction: boolean;
  /** Whoever holds this role may read the schema in production. */
  readonly schemaReader: string;
  /** Writes an audit of all mutations. */
  readonly audit?: MutationAudit | undefined;
  /** Bounds of an operation that differ from the usual ones. */
  readonly limits?: Partial<SubgraphLimits>;
  /** The figures of the process. */
  readonly metrics: Metrics;
  /** Bounds of WebSockets that differ from the usual ones, for a subgraph with subscriptions. */
  readonly webSocketLimits?: Partial<WebSocketLimits>;
}

/**
 * Adds the route of a subgraph to a server: `POST /graphql`, bearer-only, with the rules of its own SDL enforced, so that
 * bypassing the gateway gains nothing. A subgraph with subscriptions takes WebSockets there too.
 */
export async function addSubgraphRoute<Context extends SubgraphContext>(
  server: FastifyInstance,
  options: SubgraphRouteOptions<Context>,
): Promise<void> {
  const { log, metrics, verifier, isProduction, schemaReader, createContext } = options;
  const schema = createSubgraphSchema(options);
  const formatError = createErrorFormatter(log);
  const admit = createSubgraphAdmission(schema, {
    limits: { ...subgraphLimits, ...options.limits },
    hasSuggestions: !isProduction,
  });
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: isProduction,
    persistedQueries: false,
    // Admission parses, validates and keeps documents.
    documentStore: null,
    logger: log,
    formatError,
    stopOnTerminationSignals: false,
    plugins: [
      createSubgraphAdmissionPlugin<Context>(admit),
      createSchemaVisibilityPlugin<Context>(
        (principal) => !isProduction || principal?.roles.has(schemaReader) === true,
      ),
      noStorePlugin,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  // By then Fastify has let all requests finish, so Apollo Server has nothing left to drain.
  server.addHook('onClose', () => apollo.stop());
  await server.register(fastifyApollo(apollo), {
    path: '/graphql',
    method: ['POST'],
    context: async (request, reply) => {
      const signal = createCallerSignal(reply.raw);
      const authentication = await authenticate(request.headers.authorization, verifier);
      return createContext({ ...authentication, origin: readRequestOrigin(request.headers), signal });
    },
  });
  if (schema.getSubscriptionType() != null) {
    registerSubscriptions<Context>(server, {
      apollo,
      schema,
      verifier,
      createContext,
      formatError,
      log,
      admit,
      limits: options.webSocketLimits ?? {},
      observer: createWebSocketMetrics(metrics.registry),
    });
  }
}
