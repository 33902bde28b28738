import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Log } from '#platform/log/log.ts';
import type { Metrics } from '#platform/metrics/metrics.ts';
import { type ProxyTrust, toClientAddress } from './client-address.ts';
import { findHeaderProblem } from './header-problems.ts';
import { getRequestId } from './request-id.ts';

/** A request that is there as a whole. */
export interface WholeRequest {
  readonly raw: IncomingMessage;
  readonly response: ServerResponse;
  /** Unique, for the log and for the client. */
  readonly id: string;
  /** Where the client calls from, in the form by which addresses are counted. */
  readonly clientAddress: string;
  readonly body: Buffer;
}

/** The answer to a request. */
interface WholeAnswer {
  readonly status: number;
  /** In the order in which they are sent. */
  readonly headers: Iterable<readonly [name: string, value: string]>;
  readonly body: string | Buffer;
}

/** Answers requests to one path ahead of all hooks, which cost a short answer more than itself. */
export interface AheadOfHooks {
  readonly path: string;
  /** Headers of each answer besides those of the server. */
  readonly headers: Readonly<Record<string, string>>;
  /** Tests by its headers if a request may be answered; it is asked for each POST to the path. */
  accepts(request: IncomingMessage): boolean;
  /** `undefined` for a request that is left to the hooks, of which nothing was done. Never rejects but by a bug. */
  answer(request: WholeRequest): Promise<WholeAnswer> | undefined;
}

/** The parts of a server that its hooks use as well. */
export interface AheadParts {
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'requestSeconds'>;
  readonly trust: ProxyTrust;
  readonly securityHeaders: Readonly<Record<string, string>>;
  readonly bodyLimitBytes: number;
  /** True once the server refuses new requests. */
  readonly isClosing: () => boolean;
}

/**
 * Has some requests of a server answered ahead of its hooks. They are requests whose body has come together with their headers, so that
 * there is nothing to wait for or to bound; all others go to the hooks as they came. Answers have the same headers in the same order, and are
 * counted and logged in the same way.
 */
export function answerAheadOfHooks(server: FastifyInstance, ahead: AheadOfHooks, parts: AheadParts): void {
  const { log, metrics, trust, isClosing } = parts;
  const usualHeaders = { ...parts.securityHeaders, ...ahead.headers };
  const { server: httpServer } = server;
  const byHooks = httpServer.listeners('request') as ((
    request: IncomingMessage,
    response: ServerResponse,
  ) => void)[];

  const mayAnswer = (request: IncomingMessage): boolean =>
    request.method === 'POST' &&
    request.url === ahead.path &&
    hasShortBody(request, parts.bodyLimitBytes) &&
    !isClosing() &&
    request.headers['x-forwarded-host'] === undefined &&
    findHeaderProblem(request) === undefined &&
    ahead.accepts(request);

  const send = (response: ServerResponse, { status, headers, body }: WholeAnswer): void => {
    const all: Record<string, string | number> = { ...usualHeaders };
    for (const [name, value] of headers) all[name] = value;
    if (isClosing()) all['connection'] = 'close';
    all['content-length'] = Buffer.byteLength(body);
    response.writeHead(status, all);
    response.end(body);
  };

  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer): boolean => {
    const beganAtMs = performance.now();
    const id = getRequestId(request);
    const answering = ahead.answer({
      raw: request,
      response,
      id,
      clientAddress: toClientAddress(request, trust),
      body,
    });
    if (answering === undefined) return false;
    response.once('finish', () => {
      const elapsedMs = performance.now() - beganAtMs;
      const { statusCode: status } = response;
      metrics.requestSeconds.observe(
        { method: 'POST', route: ahead.path, status: String(status) },
        elapsedMs / 1_000,
      );
      log.debug(
        { reqId: id, method: 'POST', route: ahead.path, status, elapsedMs: Math.round(elapsedMs) },
        'answered',
      );
    });
    answering
      .then((given) => send(response, given))
      .catch((error: unknown) => {
        log.error({ err: error, requestId: id }, 'a request failed unexpectedly');
        response.destroy();
      });
    return true;
  };

  const begin = (request: IncomingMessage, response: ServerResponse): void => {
    // Asked for in this way, a stream gives all that it has.
    const body: unknown = request.readableLength === toBodyBytes(request) ? request.read() : undefined;
    if (Buffer.isBuffer(body)) {
      // Node.js waits for the end of a body to be read.
      if (answer(request, response, body)) return void request.resume();
      request.unshift(body);
    }
    for (const listener of byHooks) listener.call(httpServer, request, response);
  };

  httpServer.removeAllListeners('request');
  httpServer.on('request', (request, response) => {
    if (!mayAnswer(request)) for (const listener of byHooks) listener.call(httpServer, request, response);
    // Node.js tells of a request before it reads the body, which most often has come with it.
    else queueMicrotask(() => begin(request, response));
  });
}

function hasShortBody({ headers }: Pick<IncomingMessage, 'headers'>, maxBytes: number): boolean {
  if (headers['transfer-encoding'] !== undefined || headers['content-encoding'] !== undefined) return false;
  const bytes = toBodyBytes({ headers });
  return bytes > 0 && bytes <= maxBytes;
}

function toBodyBytes({ headers }: Pick<IncomingMessage, 'headers'>): number {
  return Number(headers['content-length']);
}
