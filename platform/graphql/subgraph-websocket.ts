import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Log } from '#platform/log/log.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { closeCodes } from '#platform/websocket/close-codes.ts';
import { registerGraphQLWebSocket } from '#platform/websocket/graphql-websocket.ts';
import type {
  ConnectionAttempt,
  ConnectionDecision,
  GraphQLWebSocketHandler,
  OperationAnswer,
  OperationRequest,
  WebSocketObserver,
} from '#platform/websocket/websocket-handler.ts';
import type { WebSocketLimits } from '#platform/websocket/websocket-limits.ts';
import type { AdmitSubgraphOperation } from './admit-operation.ts';
import { type Authentication, authenticate } from './authenticate.ts';
import { runSubscription } from './run-subscription.ts';
import type { SubgraphContext } from './subgraph-context.ts';
import { hasExpired, watchExpiry } from './watch-expiry.ts';

export interface SubgraphSubscriptionsOptions<Context extends SubgraphContext> {
  readonly apollo: ApolloServer<Context>;
  readonly schema: GraphQLSchema;
  readonly verifier: TokenVerifier;
  readonly createContext: (base: SubgraphContext) => Context;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  readonly admit: AdmitSubgraphOperation;
  readonly limits: Partial<WebSocketLimits>;
  readonly observer: WebSocketObserver;
  readonly log: Log;
}

/** A subgraph's clients are gateways: few addresses, many connections, as each goes with the token of one caller. */
const gatewayLimits: Partial<WebSocketLimits> = {
  connectionsPerAddress: 10_000,
  anonymousConnections: 10_000,
  anonymousPerAddress: 10_000,
  messageBytes: 1_048_576,
};

/** The state of a connected client. */
interface Client {
  readonly authentication: Authentication;
  readonly stopWatching: () => void;
}

/**
 * Takes WebSockets at `/graphql`: the token is in `connectionParams.authorization`, as in an `Authorization` header.
 *
 * The rules of the SDL hold for the subscription and again for each event. When the token expires the connection is
 * closed with 4403 at once. Connections from pages of browsers are refused.
 */
export function registerSubscriptions<Context extends SubgraphContext>(
  server: FastifyInstance,
  options: SubgraphSubscriptionsOptions<Context>,
): void {
  registerGraphQLWebSocket(server, {
    path: '/graphql',
    log: options.log,
    limits: { ...gatewayLimits, ...options.limits },
    isAllowedOrigin: () => false,
    observer: options.observer,
    handler: createHandler(options),
  });
}

function createHandler<Context extends SubgraphContext>(
  options: SubgraphSubscriptionsOptions<Context>,
): GraphQLWebSocketHandler<Client> {
  return {
    connect: (attempt) => connect(attempt, options.verifier),
    subscribe: async ({ context: { authentication }, close }, request, signal) => {
      const admission = options.admit(request);
      if (admission.kind === 'refused') return admission.errors;
      return admission.operation.operation !== OperationTypeNode.SUBSCRIPTION
        ? answerOnce(request, { ...authentication, signal }, options)
        : runSubscription({
            ...options,
            document: admission.document,
            request,
            signal,
            createContext: () => options.createContext({ ...authentication, signal }),
            mayContinue: () => {
              if (!hasExpired(authentication)) return true;
              // An event may come before the timer. An end without the token's expiry would mean that all events were given.
              closeExpired(close);
              return false;
            },
            onReturnFailed: (error) => options.log.error({ err: error }, 'a source did not end well'),
          });
    },
    disconnected: ({ context }) => context.stopWatching(),
  };
}

async function connect(
  attempt: ConnectionAttempt,
  verifier: TokenVerifier,
): Promise<ConnectionDecision<Client>> {
  const { authorization } = attempt.connectionParams;
  try {
    const header = authorization === undefined ? attempt.headers.authorization : String(authorization);
    const authentication = await authenticate(header, verifier);
    const stopWatching = watchExpiry(authentication, () => closeExpired(attempt.close));
    const isKnown = authentication.principal !== undefined;
    return { kind: 'accepted', isKnown, context: { authentication, stopWatching } };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { kind: 'refused', code: toCloseCode(error), reason: error.message };
  }
}

function closeExpired(close: (code: number, reason: string) => void): void {
  close(closeCodes.forbidden, 'Token expired');
}

/** Usual clients try again after 1013, when the provider may be back, and after 4403, with a new token. */
function toCloseCode({ extensions }: GraphQLError): number {
  if (extensions['code'] !== 'UNAUTHENTICATED') return closeCodes.tryAgainLater;
  return extensions['reason'] === 'TOKEN_EXPIRED' ? closeCodes.forbidden : closeCodes.unauthorized;
}

/** Runs a query or a mutation like one that came over HTTP. */
async function answerOnce<Context extends SubgraphContext>(
  { query, operationName, variables, extensions }: OperationRequest,
  base: SubgraphContext,
  { apollo, createContext }: SubgraphSubscriptionsOptions<Context>,
): Promise<OperationAnswer> {
  const { body } = await apollo.executeOperation(
    {
      query,
      ...(operationName === undefined ? {} : { operationName }),
      ...(variables === undefined ? {} : { variables }),
      ...(extensions === undefined ? {} : { extensions }),
    },
    { contextValue: createContext(base) },
  );
  if (body.kind !== 'single') throw new Error('A subgraph gave an answer in parts.');
  const { data, errors = [] } = body.singleResult;
  return data === undefined ? errors : body.singleResult;
}
