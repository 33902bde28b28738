import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type GraphRef, parseGraphRef } from '../graphs/graph-ref.ts';
import { coversGraph, hasRight } from '../keys/api-key.ts';
import type { CallerFinder } from '../keys/caller-finder.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import type { WaitBounds } from './shared-lookups.ts';

/** A text that gateways are given. */
interface DeliveredDocument {
  /** The SHA-256 of the text in hexadecimal digits. */
  readonly hash: string;
  readonly loadText: () => Promise<string> | string;
}

export interface WaitingRouteOptions {
  /** With the parameters `graph` and `variant`. */
  readonly path: string;
  readonly mediaType: string;
  readonly callers: CallerFinder;
  /** Aborted when the server stops: nobody is kept waiting then. */
  readonly closing: AbortSignal;
  /** Waits for a document whose hash is not known; `undefined` if there is none at all. */
  readonly waitForOther: (
    ref: GraphRef,
    known: ReadonlySet<string>,
    bounds: WaitBounds,
  ) => Promise<DeliveredDocument | undefined>;
}

/** The longest time for which a request waits for another document, in seconds. */
const maxWaitSeconds = 30;
/** The number of requests that wait at once for documents of a route; more are answered at once. */
const maxWaiting = 2_000;

/**
 * Adds a route by which gateways take a document of a variant. The ETag is the SHA-256 of the text. With `If-None-Match` and
 * `Prefer: wait=<seconds>` (RFC 7240 section 4.3) the answer comes as soon as there is another text, or 304 when the time is over.
 */
export function addWaitingRoute(server: FastifyInstance, options: WaitingRouteOptions): void {
  const { path, mediaType, callers, closing, waitForOther } = options;
  let waiting = 0;

  server.get<{ Params: { graph: string; variant: string } }>(
    path,
    { errorHandler: refuseForNow },
    async (request, reply) => {
      const ref = parseGraphRef(`${request.params.graph}@${request.params.variant}`);
      const { 'if-none-match': match = '', prefer } = request.headers;
      const key = await callers.find(request);
      if (key === undefined) throw noKey();
      if (ref === undefined || !coversGraph(key, ref.graph)) throw nothing();
      if (!hasRight(key, 'READ', ref.graph)) throw noRight();

      const known = new Set(Array.from(match.matchAll(/"([0-9a-f]{64})"/g), ([, hash = '']) => hash));
      const wanted = known.size === 0 || waiting >= maxWaiting ? 0 : parseWaitSeconds(prefer);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      waiting += 1;
      try {
        const signal = AbortSignal.any([closing, gone.signal]);
        const found = await waitForOther(ref, known, { maxMs: wanted * 1_000, signal });
        if (found === undefined) throw nothing();
        reply.header('etag', `"${found.hash}"`).header('cache-control', 'private, no-cache');
        if (wanted > 0) reply.header('preference-applied', `wait=${wanted}`);
        if (known.has(found.hash)) return reply.code(304).send();
        return reply.type(mediaType).send(await found.loadText());
      } finally {
        waiting -= 1;
      }
    },
  );
}

function noKey(): RegistryRefusal {
  return new RegistryRefusal('UNAUTHENTICATED', 'The header x-api-key must have a key of this registry.');
}

function noRight(): RegistryRefusal {
  return new RegistryRefusal('FORBIDDEN', 'The key has no right READ for this graph.');
}

function nothing(): RegistryRefusal {
  return new RegistryRefusal('NOT_FOUND', 'There is no such variant, or no launch of it has composed yet.');
}

/** Without its database the registry can tell nothing; gateways work on with what they have, and ask again. */
function refuseForNow(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof RegistryRefusal) {
    const { code, statusCode, message } = error;
    if (statusCode === 429) reply.header('retry-after', '60');
    return reply.code(statusCode).send({ code, message });
  }
  request.log.warn({ err: error, requestId: request.id }, 'a document for gateways could not be told');
  return reply
    .code(503)
    .header('retry-after', '1')
    .send({ code: 'UNAVAILABLE', message: 'The registry cannot tell now; ask again.' });
}

function parseWaitSeconds(prefer: string | string[] | undefined): number {
  const text = Array.isArray(prefer) ? prefer.join(',') : (prefer ?? '');
  const [, seconds = '0'] = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?/i.exec(text) ?? [];
  return Math.min(Number(seconds), maxWaitSeconds);
}
