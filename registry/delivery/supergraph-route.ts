import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseGraphRef } from '../graphs/graph-ref.ts';
import { coversGraph, hasRight } from '../keys/api-key.ts';
import type { CallerFinder } from '../keys/caller-finder.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import type { CurrentSupergraphs } from './current-supergraphs.ts';

export interface SupergraphRouteOptions {
  readonly callers: CallerFinder;
  readonly supergraphs: CurrentSupergraphs;
  /** Aborted when the server stops: nobody is kept waiting then. */
  readonly closing: AbortSignal;
}

/** The longest time for which a request waits for another supergraph, in seconds. */
const maxWaitSeconds = 30;
/** The number of requests that wait at once; more are answered at once. */
const maxWaiting = 2_000;

/**
 * Adds `GET /supergraph/:graph/:variant` for gateways. The ETag is the SHA-256 of the text. With `If-None-Match` and
 * `Prefer: wait=<seconds>` (RFC 7240 section 4.3) the answer comes as soon as another supergraph runs, or 304 when the time is over.
 */
export function addSupergraphRoute(server: FastifyInstance, options: SupergraphRouteOptions): void {
  const { callers, supergraphs, closing } = options;
  let waiting = 0;

  server.get<{ Params: { graph: string; variant: string } }>(
    '/supergraph/:graph/:variant',
    { errorHandler: refuseForNow },
    async (request, reply) => {
      const ref = parseGraphRef(`${request.params.graph}@${request.params.variant}`);
      const { 'if-none-match': match = '', prefer } = request.headers;
      const key = await callers.find(request);
      if (key === undefined) throw noKey();
      if (ref === undefined || !coversGraph(key, ref.graph)) throw noSupergraph();
      if (!hasRight(key, 'READ', ref.graph)) throw noRight();

      const known = new Set(Array.from(match.matchAll(/"([0-9a-f]{64})"/g), ([, hash = '']) => hash));
      const wanted = known.size === 0 || waiting >= maxWaiting ? 0 : parseWaitSeconds(prefer);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      waiting += 1;
      try {
        const signal = AbortSignal.any([closing, gone.signal]);
        const state = await supergraphs.waitForOther(ref, known, { maxMs: wanted * 1_000, signal });
        if (typeof state === 'string') throw noSupergraph();
        reply.header('etag', `"${state.hash}"`).header('cache-control', 'private, no-cache');
        if (wanted > 0) reply.header('preference-applied', `wait=${wanted}`);
        if (known.has(state.hash)) return reply.code(304).send();
        const text = await supergraphs.loadText(state.hash);
        return reply.type('application/graphql; charset=utf-8').send(text);
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

function noSupergraph(): RegistryRefusal {
  return new RegistryRefusal('NOT_FOUND', 'There is no such variant, or no launch of it has composed yet.');
}

/** Without its database the registry can tell nothing; gateways work on with what they have, and ask again. */
function refuseForNow(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof RegistryRefusal) {
    const { code, statusCode, message } = error;
    if (statusCode === 429) reply.header('retry-after', '60');
    return reply.code(statusCode).send({ code, message });
  }
  request.log.warn({ err: error, requestId: request.id }, 'a supergraph could not be told');
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
