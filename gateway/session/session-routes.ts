import type { FastifyInstance } from 'fastify';
import { requireCsrfHeader } from './csrf.ts';
import { endAtProvider } from './end-at-provider.ts';
import { toRequestOrigin } from './request-origin.ts';
import type { SessionContext } from './session-context.ts';

/** Registers the routes by which a page asks who is signed in, and signs out. */
export function registerSessionRoutes(app: FastifyInstance, context: SessionContext): void {
  const { configuration, sessions, sessionCookie } = context;

  app.get('/auth/session', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const id = sessionCookie.find(request.headers.cookie);
    if (id === undefined) return { authenticated: false };
    requireCsrfHeader(request);
    const session = await sessions.describe(id);
    const accountUrl = configuration.accountUrl ?? null;
    if (session !== undefined) {
      reply.header('set-cookie', sessionCookie.complete(request.headers.cookie));
      return { authenticated: true, ...session, accountUrl };
    }
    reply.header('set-cookie', sessionCookie.clear());
    return { authenticated: false };
  });

  app.post('/auth/logout', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    requireCsrfHeader(request);
    const id = sessionCookie.find(request.headers.cookie);
    reply.header('set-cookie', sessionCookie.clear());
    if (id === undefined) return { endSessionUrl: null };
    // First here: whatever the provider or the browser does next, this session is over.
    const tokens = await sessions.end(id, toRequestOrigin(request));
    return { endSessionUrl: tokens === undefined ? null : await endAtProvider(context, tokens.idToken) };
  });
}
