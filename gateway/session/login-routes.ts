import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { TokenError } from '#platform/tokens/token-error.ts';
import { toKeptUserAgent } from './device.ts';
import { loginWithinSeconds, openLoginAttempt, sealLoginAttempt } from './login-attempt.ts';
import { type LoginProblem, renderLoginProblem } from './login-page.ts';
import { toRequestOrigin } from './request-origin.ts';
import { parseReturnTo } from './return-to.ts';
import type { SessionContext } from './session-context.ts';
import { SessionError } from './session-error.ts';
import { hashSessionId, isSessionId } from './session-id.ts';
import { parseUiLocales } from './ui-locales.ts';

/** Signing in: the authorization code flow with PKCE, from leaving the page to coming back to it. */
export function registerLoginRoutes(app: FastifyInstance, context: SessionContext): void {
  const { configuration, provider, sessions, box, sessionCookie, loginCookie, log } = context;
  const redirectUri = `${configuration.publicUrl}/auth/callback`;

  app.get<{ Querystring: { returnTo?: unknown; uiLocales?: unknown } }>(
    '/auth/login',
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const returnTo = parseReturnTo(request.query.returnTo, configuration.publicUrl);
      try {
        const uiLocales = parseUiLocales(request.query.uiLocales);
        const { url, ...login } = await provider.startLogin(redirectUri, uiLocales);
        const oldId = sessionCookie.find(request.headers.cookie);
        const attempt = {
          ...login,
          returnTo: returnTo ?? configuration.homePath,
          ...(oldId !== undefined && isSessionId(oldId)
            ? { replaces: hashSessionId(oldId).toString('hex') }
            : {}),
          expiresAtMs: Date.now() + loginWithinSeconds * 1000,
        };
        reply.header('set-cookie', loginCookie.set(sealLoginAttempt(box, attempt), loginWithinSeconds));
        return reply.redirect(url.href, 302);
      } catch (error) {
        return answerProblem(reply, toProblem(error));
      }
    },
  );

  app.get('/auth/callback', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const cookie = loginCookie.find(request.headers.cookie);
    const attempt = cookie === undefined ? undefined : openLoginAttempt(box, cookie, Date.now());
    // Whatever comes of it, the attempt is over.
    reply.header('set-cookie', loginCookie.clear());
    if (attempt === undefined || !(await context.spend(toOnceHash(attempt.state), loginWithinSeconds))) {
      return answerProblem(reply, 'LOGIN_ATTEMPT_MISSING');
    }
    try {
      // The public address, not the Host header, which the client chooses.
      const tokens = await provider.finishLogin(new URL(request.url, configuration.publicUrl), attempt);
      if (tokens === undefined) {
        await context.onRefused(request, 'LOGIN_REFUSED');
        return answerProblem(reply, 'LOGIN_REFUSED');
      }
      const replaces = attempt.replaces === undefined ? undefined : Buffer.from(attempt.replaces, 'hex');
      const userAgent = toKeptUserAgent(request.headers['user-agent']);
      const origin = toRequestOrigin(request);
      const id = await sessions.begin(tokens, { replaces, userAgent, origin });
      reply.header('set-cookie', sessionCookie.set(id));
      return reply.redirect(attempt.returnTo, 303);
    } catch (error) {
      const problem = toProblem(error);
      if (problem === 'LOGIN_REFUSED') await context.onRefused(request, problem);
      return answerProblem(reply, problem);
    }
  });

  function toProblem(error: unknown): LoginProblem {
    if (!(error instanceof SessionError || error instanceof TokenError)) throw error;
    log.warn({ err: error }, 'a sign-in failed');
    return error.code === 'PROVIDER_UNREACHABLE' ? 'PROVIDER_UNREACHABLE' : 'LOGIN_REFUSED';
  }
}

function toOnceHash(state: string): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(['login', state]))
    .digest();
}

function answerProblem(reply: FastifyReply, problem: LoginProblem): FastifyReply {
  const language = reply.request.headers['accept-language'];
  return reply
    .code(problem === 'PROVIDER_UNREACHABLE' ? 503 : 400)
    .type('text/html; charset=utf-8')
    .header('vary', 'Accept-Language')
    .send(renderLoginProblem(problem, language));
}
