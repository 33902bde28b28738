import type { FastifyInstance } from 'fastify';
import { requireCsrfHeader } from './csrf.ts';
import type { SessionContext } from './session-context.ts';
import { SessionError } from './session-error.ts';

/** Registers the routes by which a page asks who is signed in, and signs out. */
export function registerSessionRoutes(app: FastifyInstance, context: SessionContext): void {
  const { configuration, provider, sessions, sessionCookie, log } = context;

  app.get('/auth/session', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const id = sessionCookie.find(request.headers.cookie);
    if (id === undefined) return { authenticated: false };
    requireCsrfHeader(request);
    const session = await sessions.describe(id);
    if (session !== undefined) return { authenticated: true, ...session };
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
    const tokens = await sessions.end(id);
    return { endSessionUrl: tokens === undefined ? null : await endAtProvider(tokens.idToken) };
  });

  /** The address at which the person has to confirm it; null if nothing is left to do. */
  async function endAtProvider(idToken: string | undefined): Promise<string | null> {
    try {
      // The root, which leads home: an address that the provider knows word for word.
      const returnTo = `${configuration.publicUrl}/`;
      return (await provider.endSession({ idToken, returnTo })) ?? null;
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      log.warn({ err: error }, 'could not sign out at the provider');
      return null;
    }
  }
}
