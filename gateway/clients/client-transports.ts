import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { toClientAddress, toProxyTrust } from '#platform/http/client-address.ts';
import type { Log } from '#platform/log/log.ts';
import { type FindSharedCount, loneCount } from '#platform/process/shared-count.ts';
import { registerGraphQLWebSocket } from '#platform/websocket/graphql-websocket.ts';
import type { WebSocketObserver } from '#platform/websocket/websocket-handler.ts';
import type { WebSocketLimits } from '#platform/websocket/websocket-limits.ts';
import type { ClientRules } from '../client-rules/client-rules.ts';
import type { ReviewRefusedCredentials } from '../credentials/credentials.ts';
import type { CallerFollower } from '../credentials/followed-caller.ts';
import type { Subscriptions } from '../subscription/subscriptions.ts';
import type { HeaderPolicy } from '../upstream/headers/header-policy.ts';
import { createOperationRunner, type OperationRunnerOptions } from './common/operation-runner.ts';
import { createTally } from './common/tally.ts';
import { createRenewableStreams, type RenewableStreams } from './streams/renewal-route.ts';
import { createStreamHandler, type StreamObserver } from './streams/stream-route.ts';
import { createWebSocketHandler, type WebSocketOperationObserver } from './websocket/websocket-handler.ts';

/** Bounds of what stays open between clients and this gateway. */
export interface ClientTransportLimits {
  readonly websocket: WebSocketLimits;
  /** Streams over HTTP of known callers from one remote address. */
  readonly streamsPerAddress: number;
  /** WebSockets and streams of one person, or of the unknown at one address. */
  readonly connectionsPerUser: number;
  /** Between signs of life in a stream over HTTP, in milliseconds. */
  readonly streamHeartbeatMs: number;
}

export interface ClientTransportOptions extends OperationRunnerOptions {
  readonly follower: CallerFollower;
  readonly clientRules: Pick<ClientRules, 'findRefusal'>;
  readonly limits: ClientTransportLimits;
  readonly headers: HeaderPolicy;
  /** Proxies in front, as addresses and CIDR blocks. */
  readonly trustedProxies: readonly string[];
  /** Origins whose pages may connect by WebSocket. */
  readonly isAllowedOrigin: (origin: string) => boolean;
  readonly observers: {
    readonly websocket: WebSocketObserver;
    readonly streams: StreamObserver;
    /** Is told of operations by WebSocket; nobody is if absent. */
    readonly operations?: WebSocketOperationObserver | undefined;
  };
  readonly log: Log;
  /** Told of credentials that are refused. */
  readonly onRefused?: ReviewRefusedCredentials | undefined;
  readonly path: string;
  /** Finds what other processes of the gateway have open; the process is alone if absent. */
  readonly findCount?: FindSharedCount | undefined;
}

/** The parts of them that the GraphQL route needs. */
export interface ClientTransports {
  readonly answerStreams: preHandlerAsyncHookHandler;
  readonly renewable: RenewableStreams;
}

/**
 * Puts everything on a server that carries more than one result: WebSockets, and streams over HTTP. When the server
 * closes, WebSockets end with 1001; then all subscriptions end, and with them the streams.
 */
export function createClientTransports(
  app: FastifyInstance,
  options: ClientTransportOptions,
): ClientTransports {
  const {
    follower,
    clientRules,
    limits,
    headers,
    observers,
    log,
    path,
    findCount = () => loneCount,
  } = options;
  const trust = toProxyTrust(options.trustedProxies);
  const runner = createOperationRunner(options);
  const users = createTally(limits.connectionsPerUser, findCount('connections of users'));
  const renewable = createRenewableStreams();
  registerGraphQLWebSocket(app, {
    path,
    log,
    limits: limits.websocket,
    isAllowedOrigin: options.isAllowedOrigin,
    addressOf: (request) => toClientAddress(request, trust),
    observer: observers.websocket,
    sharedCount: findCount('websockets'),
    handler: createWebSocketHandler({
      runner,
      follower,
      users,
      headers,
      path,
      clientRules,
      operations: observers.operations,
      log,
      onRefused: options.onRefused,
    }),
  });
  endWithServer(app, options.subscriptions);
  return {
    renewable,
    answerStreams: createStreamHandler({
      runner,
      follower,
      addresses: createTally(limits.streamsPerAddress, findCount('streams of addresses')),
      users,
      renewable,
      heartbeatMs: limits.streamHeartbeatMs,
      headers,
      observer: observers.streams,
      log,
    }),
  };
}

/** Before the server waits for answers to finish: an answer that stays open never would. */
function endWithServer(app: FastifyInstance, subscriptions: Subscriptions): void {
  app.addHook('preClose', () => subscriptions.close());
}
