import type { FastifyReply, FastifyRequest } from 'fastify';
import { nameDocument, nameDocumentInUrl } from '../../operation/document-id.ts';

/** Gives documents that are asked for by `documentId` the form in which everything after this hook finds them. */
export function nameDocuments(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  const { body, query } = request;
  if (isObject(body)) request.body = nameDocument(body);
  const named = isObject(query) ? nameDocumentInUrl(query) : query;
  if (named !== query) {
    request.query = named;
    // The integration of Apollo Server reads the URL itself.
    const [path] = request.url.split('?', 1);
    request.raw.url = `${path}?${new URLSearchParams(named as Record<string, string>)}`;
  }
  done();
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
