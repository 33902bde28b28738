import type { FastifyReply } from 'fastify';

/** Takes the answer from fastify, with the headers that others have put on it. */
export function takeOver(reply: FastifyReply): void {
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.hijack();
}
