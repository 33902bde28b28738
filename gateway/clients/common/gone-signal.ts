import type { FastifyReply } from 'fastify';

/** Aborted when the client of a request leaves before it has its whole answer. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(new DOMException('The client is gone.', 'AbortError'));
  });
  return gone.signal;
}
