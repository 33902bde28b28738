import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Dispatcher, request as send } from 'undici';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import { takeOver } from '#platform/http/take-over.ts';
import { goneSignal } from '../clients/common/gone-signal.ts';
import { toClientHeaders, toServiceHeaders } from './forwarded-headers.ts';
import type { ForwardedRoute } from './forwarded-routes.ts';
import { ForwardingError } from './forwarding-error.ts';
import { expectBody, readBody } from './read-body.ts';

export interface Forwarding {
  readonly route: ForwardedRoute;
  readonly dispatcher: Dispatcher;
  /** The verified token of the caller; undefined if callers are not told apart. */
  readonly token: string | undefined;
  /** Aborted when the gateway ends. */
  readonly closing: AbortSignal;
}

/**
 * Sends a request on to its service and the answer back, part by part, each no faster than its reader takes it. A client that
 * leaves ends the request to the service.
 *
 * An answer that has begun and cannot be ended is cut off by resetting the connection, so that no client takes it for whole.
 *
 * @throws {ForwardingError} if no answer has begun
 */
export async function forwardRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  { route, dispatcher, token, closing }: Forwarding,
): Promise<void> {
  const hasBody = expectBody(request.raw, route.maxBodyBytes);
  const limit = limitTime(request, reply, route);
  const signal = AbortSignal.any([goneSignal(reply), closing, limit.signal]);
  try {
    const answer = await send(new URL(request.raw.url ?? '', route.address), {
      dispatcher,
      signal,
      method: request.method as Dispatcher.HttpMethod,
      headers: toServiceHeaders(request.headers, token, route.isPublic),
      body: hasBody ? Readable.from(readBody(request.raw, route.maxBodyBytes), { objectMode: false }) : null,
    });
    takeOver(reply);
    // The rest of a body that nobody reads would be taken for the next request.
    const connection = request.raw.complete ? {} : { connection: 'close' };
    reply.raw.writeHead(answer.statusCode, {
      ...toClientHeaders(answer.headers, route.isPublic),
      ...connection,
    });
    await pipeline(answer.body, reply.raw, { signal });
  } catch (error) {
    const told = toForwardingError(error, signal);
    if (!reply.raw.headersSent) throw told;
    request.raw.socket.resetAndDestroy();
    request.log.warn(
      { err: told, requestId: request.id, path: route.path },
      'a forwarded answer was cut off',
    );
  } finally {
    limit.clear();
  }
}

/** Aborts when nothing moves between client and gateway for too long, or all of it takes too long. */
function limitTime(request: FastifyRequest, reply: FastifyReply, { idleMs, maxMs }: ForwardedRoute) {
  const overdue = new AbortController();
  const abort = (afterMs: number) => {
    const code = request.raw.complete ? 'SERVICE_TIMEOUT' : 'REQUEST_TIMEOUT';
    overdue.abort(new ForwardingError(code, `There was no progress, or no end, within ${afterMs} ms.`));
  };
  const whole = setTimeout(abort, maxMs, maxMs).unref();
  reply.raw.setTimeout(idleMs, () => abort(idleMs));
  return {
    signal: overdue.signal,
    clear: () => {
      clearTimeout(whole);
      reply.raw.setTimeout(0);
    },
  };
}

function toForwardingError(error: unknown, signal: AbortSignal): ForwardingError {
  const reason: unknown = signal.aborted ? signal.reason : error;
  const known = reason instanceof CodedError ? reason : findCause(reason);
  if (known instanceof ForwardingError) return known;
  return new ForwardingError('SERVICE_UNAVAILABLE', 'The service gave no whole answer.', {
    cause: toErrorText(reason),
  });
}

function findCause(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}
