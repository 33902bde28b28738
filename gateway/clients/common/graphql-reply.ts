import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import { toMediaType } from '#platform/text/media-type.ts';

const jsonType = 'application/json; charset=utf-8';
const responseType = 'application/graphql-response+json; charset=utf-8';

/** Answers with errors alone: the operation was not run (GraphQL over HTTP, section "Response"). */
export function sendGraphQLErrors(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  errors: readonly GraphQLFormattedError[],
): FastifyReply {
  return reply.code(status).type(responseTypeFor(request.headers.accept)).send(JSON.stringify({ errors }));
}

/** The media type of an answer: the newer one for whoever asks for it by name. */
export function responseTypeFor(accept: string | undefined): string {
  const wanted = (accept ?? '').split(',').map(toMediaType);
  const newer = wanted.indexOf('application/graphql-response+json');
  const older = wanted.indexOf('application/json');
  return newer >= 0 && (older < 0 || newer < older) ? responseType : jsonType;
}
