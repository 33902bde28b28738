import type { Server } from 'node:http';
import { Server as SecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyHttpsOptions,
  type FastifyInstance,
  type FastifyRequest,
  fastify,
  LogController,
  type onRequestAsyncHookHandler,
} from 'fastify';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Log } from '#platform/log/log.ts';
import { createMetrics, type Metrics } from '#platform/metrics/metrics.ts';
import type { ServerTls } from '#platform/tls/server-tls.ts';
import { traceRequests } from '#platform/tracing/trace-requests.ts';
import type { Tracing } from '#platform/tracing/tracing.ts';
import { type AheadOfHooks, answerAheadOfHooks } from './ahead-of-hooks.ts';
import { toProxyTrust } from './client-address.ts';
import { findHeaderProblem, isHost } from './header-problems.ts';
import { createInternalAccess } from './internal-access.ts';
import { checkReadiness, type ReadinessPart } from './readiness.ts';
import { getRequestId } from './request-id.ts';
import { findSecurityHeaders } from './security-headers.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The longest time that a client may take to send a whole request of the route, in milliseconds. */
    requestTimeoutMs?: number;
  }
}

export interface HttpServerOptions {
  readonly log: Log;
  /** The largest request body, in bytes. */
  readonly bodyLimitBytes?: number;
  /** Parts of this process; `/readyz` answers 503 while one that is required fails. */
  readonly readiness?: Readonly<Record<string, ReadinessPart>>;
  /** The process's figures, shown at `/metrics`; those every process has when absent. */
  readonly metrics?: Metrics;
  /** Records a span of each request. */
  readonly tracing?: Tracing | undefined;
  /** Answers some requests ahead of the hooks. Not used where spans are recorded, as a hook does that. */
  readonly ahead?: AheadOfHooks | undefined;
  /** Sources of a page's parts beyond `'self'` (Content Security Policy level 3). */
  readonly contentSecurityPolicy?: Readonly<Record<string, readonly string[]>>;
  /** Proxies in front, as addresses and CIDR blocks, whose `X-Forwarded-…` headers are believed. None when absent. */
  readonly trustedProxies?: readonly string[];
  /** The longest time that a client may take to send a whole request, in milliseconds. Default 30,000. */
  readonly requestTimeoutMs?: number;
  /** The longest time that a route with a `requestTimeoutMs` of its own gives a whole request, in milliseconds; no route has one when absent. */
  readonly maxRequestMs?: number;
  /** True if pages come over TLS and may demand it for everything that they load. */
  readonly isSecure?: boolean;
  /** Certificates, and the clients that may connect; without it the server speaks plain HTTP. */
  readonly tls?: ServerTls | undefined;
}

/** The answer to a stranger who asks for `/metrics`. */
const figuresRefusal = {
  code: 'FORBIDDEN',
  message: 'Figures are for callers on this machine or, if METRICS_TOKEN is set, for whoever sends it.',
};

/** The longest time that a client may take to send a request's headers, against slow-header attacks. */
const headersTimeoutMs = 10_000;
/** The longest time that a client may take to send a whole request, on a route that does not give it longer. */
const usualRequestTimeoutMs = 30_000;
/** The time for which an idle connection is kept. */
const keepAliveTimeoutMs = 65_000;

/**
 * Creates the HTTP server that every process has: bounded waits, security headers, `/healthz`, `/readyz` and
 * `/metrics`, which is for operators alone, as are the details of `/readyz`. `close()` refuses new requests, lets those in flight finish, then ends.
 *
 * A server of WebSockets must still answer clients that offer another protocol with each request, as Java's do with
 * HTTP/2: their offer is passed over (RFC 9110 section 7.8).
 */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { requestTimeoutMs = usualRequestTimeoutMs, maxRequestMs = 0, bodyLimitBytes = 1_048_576 } = options;
  const trust = toProxyTrust(options.trustedProxies);
  const server = openServer(options.tls, {
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // Clients are given it to find the log's entry by.
    genReqId: getRequestId,
    trustProxy: trust,
    bodyLimit: bodyLimitBytes,
    requestTimeout: Math.max(requestTimeoutMs, maxRequestMs),
    keepAliveTimeout: keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: headersTimeoutMs,
      connectionsCheckingInterval: 2_000,
      shouldUpgradeCallback: ({ headers }) =>
        headers.upgrade?.toLowerCase() === 'websocket' && server.server.listenerCount('upgrade') > 0,
    },
  });
  const securityHeaders = await findSecurityHeaders({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'none'"],
        ...copy(options.contentSecurityPolicy),
      },
    },
    strictTransportSecurity: options.isSecure === true,
    crossOriginResourcePolicy: { policy: 'same-site' },
  });

  // Hooks that wait for nothing are no promises, as each would cost every request a turn.
  server.addHook('onRequest', (request, reply, next) => {
    reply.headers(securityHeaders);
    const problem = findHeaderProblem(request.raw) ?? findForwardedHostProblem(request);
    if (problem === undefined) next();
    else reply.header('connection', 'close').code(400).send({ code: 'BAD_REQUEST', message: problem });
  });

  if (maxRequestMs > requestTimeoutMs) server.addHook('onRequest', limitRequestTime(requestTimeoutMs));

  if (options.tracing) traceRequests(server, options.tracing);

  // A connection that carries the last answer would otherwise stay open until it has been idle for long.
  let isClosing = false;
  const endSilentConnections = trackSilentConnections(server);
  server.addHook('preClose', async () => {
    isClosing = true;
    endSilentConnections();
  });
  server.addHook('onSend', (_request, reply, payload, next) => {
    if (isClosing) reply.header('connection', 'close');
    next(null, payload);
  });

  const metrics = options.metrics ?? createMetrics();
  server.addHook('onResponse', (request, reply, next) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.requestSeconds.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
    request.log.debug(
      { method: request.method, route, status: reply.statusCode, elapsedMs: Math.round(reply.elapsedTime) },
      'answered',
    );
    next();
  });
  if (options.ahead && !options.tracing) {
    const { log } = options;
    const isOver = () => isClosing;
    const parts = { log, metrics, trust, securityHeaders, bodyLimitBytes, isClosing: isOver };
    answerAheadOfHooks(server, options.ahead, parts);
  }
  // Returned, as Fastify would else send the handler's undefined too, once a hook makes the answer wait.
  server.setNotFoundHandler(async (request, reply) =>
    reply.code(404).send({
      code: 'NOT_FOUND',
      message: `There is nothing at ${request.method} ${request.url.split('?')[0]}.`,
    }),
  );
  server.setErrorHandler<Error & { statusCode?: number; code?: string }>(async (error, request, reply) => {
    const { statusCode, code } = error;
    const status = statusCode ?? 500;
    // A refusal that brings its status, such as 503 for a service that has too much to do, is written for whoever asks.
    const isRefusal = statusCode !== undefined && error instanceof CodedError;
    if (status < 500 || isRefusal)
      return reply.code(status).send({ code: code ?? 'BAD_REQUEST', message: error.message });
    request.log.error({ err: error, requestId: request.id }, 'a request failed');
    return reply.code(status).send({
      code: 'INTERNAL_SERVER_ERROR',
      message: `Something went wrong here; the log names it by request ${request.id}.`,
    });
  });

  server.get('/healthz', async () => ({ status: 'ok' }));
  const isInternal = createInternalAccess(metrics.token);
  server.get('/readyz', async (request, reply) => {
    const report = await checkReadiness(options.readiness ?? {});
    const { isReady } = report;
    return reply.code(isReady ? 200 : 503).send(isInternal(request) ? report : { isReady });
  });
  server.get('/metrics', async (request, reply) => {
    if (!isInternal(request)) return reply.code(403).send(figuresRefusal);
    reply.type(metrics.registry.contentType);
    return metrics.write?.() ?? metrics.registry.metrics();
  });
  return server;
}

/** Node.js has the server over TLS as another class with the same events. */
function openServer(tls: ServerTls | undefined, settings: FastifyHttpOptions<Server>): FastifyInstance {
  if (tls === undefined) return fastify(settings);
  const { http, ...others } = settings;
  // Fastify's types tell servers apart by their class, which no option but this one depends on.
  const options: unknown = { ...others, https: { ...http, ...tls.settings } };
  const server: unknown = fastify(options as FastifyHttpsOptions<SecureServer>);
  return guardServer(server as FastifyInstance, tls);
}

function guardServer(server: FastifyInstance, tls: ServerTls): FastifyInstance {
  if (server.server instanceof SecureServer) tls.guard(server.server);
  return server;
}

/** Starts to listen and gives the address back, with the real port when 0 was asked for. */
export async function listen(
  server: FastifyInstance,
  options: { host: string; port: number },
): Promise<string> {
  await server.listen({ host: options.host, port: options.port, backlog: 1024 });
  const { port } = server.server.address() as AddressInfo;
  const scheme = server.server instanceof SecureServer ? 'https' : 'http';
  return `${scheme}://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`;
}

/**
 * Follows connections that have not sent a request yet, as browsers open them ahead. Node.js does not count them among
 * the idle ones, and stops to time them when the server closes, which would wait for them for as long as they like.
 *
 * @returns what ends them, now and as they come.
 */
function trackSilentConnections({ server }: FastifyInstance): () => void {
  const sockets = new Set<Socket>();
  let isEnding = false;
  // Over TLS the bytes of the handshake are not counted here.
  server.on(server instanceof SecureServer ? 'secureConnection' : 'connection', (socket: Socket) => {
    if (isEnding) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () => {
    isEnding = true;
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
}

/** Ends connections whose request does not arrive in the time of its route, as Node.js does in that of the server. */
function limitRequestTime(usualMs: number): onRequestAsyncHookHandler {
  return async ({ raw, routeOptions }) => {
    if (raw.complete) return;
    const end = () => {
      if (!raw.complete) raw.destroy();
    };
    const timer = setTimeout(end, routeOptions.config.requestTimeoutMs ?? usualMs).unref();
    raw.once('close', () => clearTimeout(timer));
  };
}

/** Of a trusted proxy, `X-Forwarded-Host` takes the place of `Host`, and may be what the proxy's client wrote. */
function findForwardedHostProblem({ host, headers }: FastifyRequest): string | undefined {
  if (headers['x-forwarded-host'] === undefined || isHost(host)) return undefined;
  return 'The header x-forwarded-host must be a host and perhaps a port, such as api.example.com:443.';
}

function copy(policy: HttpServerOptions['contentSecurityPolicy']): Record<string, string[]> {
  return Object.fromEntries(Object.entries(policy ?? {}).map(([name, sources]) => [name, [...sources]]));
}
