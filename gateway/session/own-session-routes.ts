import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requireCsrfHeader } from './csrf.ts';
import { endAtProvider } from './end-at-provider.ts';
import { toRequestOrigin } from './request-origin.ts';
import type { SessionContext } from './session-context.ts';
import { sessionExpired } from './session-error.ts';
import type { SessionTokens } from './session-tokens.ts';

/** Registers the routes by which people see where they are signed in, and sign out elsewhere. */
export function registerOwnSessionRoutes(app: FastifyInstance, context: SessionContext): void {
  const { sessions, sessionCookie } = context;

  app.get('/auth/sessions', async (request, reply) => {
    const id = requireSession(request, reply);
    return { sessions: (await sessions.listOwn(id)) ?? refuse() };
  });

  app.delete<{ Params: { key: string } }>('/auth/sessions/:key', async (request, reply) => {
    const id = requireSession(request, reply);
    const ended = (await sessions.endOther(id, request.params.key, toRequestOrigin(request))) ?? refuse();
    await tellProvider(ended);
    return reply.code(ended.length === 0 ? 404 : 200).send({ ended: ended.length });
  });

  app.delete('/auth/sessions', async (request, reply) => {
    const id = requireSession(request, reply);
    const ended = (await sessions.endOther(id, undefined, toRequestOrigin(request))) ?? refuse();
    await tellProvider(ended);
    return { ended: ended.length };
  });

  /** @throws {SessionError} CSRF_HEADER_REQUIRED, or SESSION_EXPIRED without a cookie */
  function requireSession(request: FastifyRequest, reply: FastifyReply): string {
    reply.header('cache-control', 'no-store');
    requireCsrfHeader(request);
    return sessionCookie.find(request.headers.cookie) ?? refuse();
  }

  /** Without this, the other browser would be signed in again without a question. */
  async function tellProvider(ended: readonly (SessionTokens | undefined)[]): Promise<void> {
    await Promise.all(ended.map((tokens) => tokens && endAtProvider(context, tokens.idToken)));
  }
}

function refuse(): never {
  throw sessionExpired();
}
