import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { rememberLogoutSeconds, verifyLogoutToken } from './logout-token.ts';
import { toRequestOrigin } from './request-origin.ts';
import type { SessionContext } from './session-context.ts';

/**
 * Lets the provider end sessions (OpenID Connect Back-Channel Logout 1.0 section 2.5). It comes from the provider's
 * server, not from a browser: what proves it is the token alone.
 *
 * Answers 200 when the sessions, if any, have ended; 400 with `error` and `error_description` when the token is
 * refused; never to be cached (section 2.8).
 */
export async function registerBackchannelRoute(app: FastifyInstance, context: SessionContext): Promise<void> {
  const { configuration, provider, sessions, log } = context;
  // In a scope of its own: nowhere else may a form be posted, which another site's page could do as well.
  await app.register(async (scope) => {
    await scope.register(formbody, { bodyLimit: maxBodyBytes });
    scope.post<{ Body: unknown }>('/auth/backchannel-logout', async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const token = findToken(request.body);
      if (token === undefined) {
        return reply.code(400).send(toRefusal('The body must be a form with one logout_token.'));
      }
      const result = await verifyLogoutToken(token, {
        issuer: configuration.issuer,
        clientId: configuration.clientId,
        algorithms: configuration.algorithms,
        keys: await provider.keys(),
      });
      if (result.kind === 'refused') {
        log.warn({ reason: result.reason }, 'refused a logout token');
        return reply.code(400).send(toRefusal(`The logout token is refused: ${result.reason}.`));
      }
      const endedSessions = await sessions.endByProvider({
        ...result.logout,
        keepSeconds: rememberLogoutSeconds,
        origin: toRequestOrigin(request),
      });
      if (endedSessions === undefined) {
        return reply.code(400).send(toRefusal('The logout token is refused: its jti has been used.'));
      }
      log.info({ endedSessions }, 'the provider has ended sessions');
      return reply.code(200).send();
    });
  });
}

/** A logout token is one or two kilobytes. */
const maxBodyBytes = 16 * 1024;

function findToken(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('logout_token' in body)) return undefined;
  // A parameter given twice is an array (RFC 6749 section 3.2: must not be).
  return typeof body.logout_token === 'string' ? body.logout_token : undefined;
}

/** The members of an OAuth error answer (RFC 6749 section 5.2). */
function toRefusal(description: string): { error: string; error_description: string } {
  return { error: 'invalid_request', error_description: description };
}
