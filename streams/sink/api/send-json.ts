import type { FastifyReply, FastifyRequest } from 'fastify';
import { isMatched, toEntityTag } from './entity-tag.ts';

/** Answers with JSON, or with 304 if the caller has the same answer already. */
export function sendJson(request: FastifyRequest, reply: FastifyReply, value: unknown): FastifyReply {
  const body = JSON.stringify(value);
  const tag = toEntityTag(body);
  reply.header('etag', tag);
  if (isMatched(request.headers['if-none-match'], tag)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(body);
}

/** Says where the next page is (RFC 8288): the same address with another cursor. */
export function linkNextPage(request: FastifyRequest, reply: FastifyReply, cursor: string | null): void {
  if (cursor === null) return;
  const [path = '', query] = request.url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', cursor);
  reply.header('link', `<${path}?${parameters}>; rel="next"`);
}
