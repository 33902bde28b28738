import type { FastifyInstance } from 'fastify';
import type { Database } from '#platform/database/database.ts';
import { listenToNotifications } from '#platform/database/notifications.ts';
import type { Log } from '#platform/log/log.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { registerBackchannelRoute } from './backchannel-route.ts';
import { createCookie } from './cookies.ts';
import { registerLoginRoutes } from './login-routes.ts';
import { registerOwnSessionRoutes } from './own-session-routes.ts';
import { createProviderClient } from './provider-client.ts';
import { createSecretBox } from './secret-box.ts';
import type { AuditSession } from './session-audit.ts';
import type { SessionConfiguration } from './session-configuration.ts';
import type { SessionContext, SignInRefused } from './session-context.ts';
import { createSessionCookie } from './session-cookie.ts';
import { SessionCredentials } from './session-credentials.ts';
import { registerSessionRoutes } from './session-routes.ts';
import { spendValue } from './session-store.ts';
import { startSessionSweeper } from './session-sweeper.ts';
import { SessionWatch } from './session-watch.ts';
import { createSessions } from './sessions.ts';

const sweepEveryMs = 60_000;
/** The channel that the trigger on the table of sessions notifies. */
const endedChannel = 'gateway_session_ended';

export interface RegisterSessionsOptions {
  readonly configuration: SessionConfiguration;
  /** A connection with the role of the gateway. Its owner closes it, after the server. */
  readonly database: Database;
  /** Trusts the very issuer that people sign in at. */
  readonly verifier: TokenVerifier;
  readonly log: Log;
  readonly audit?: AuditSession | undefined;
  /** Told of a sign-in that was refused. */
  readonly onRefused?: SignInRefused | undefined;
}

/**
 * Signs people in on this server: `/auth/login`, `/auth/callback`, `/auth/session`, `/auth/sessions`, `/auth/logout` and
 * `/auth/backchannel-logout`.
 *
 * To be called before the routes that use the credentials are registered. What it starts ends with the server.
 *
 * @returns the credentials by session cookie, for the routes that need a token and for connections that stay open
 */
export async function registerSessions(
  app: FastifyInstance,
  { configuration, database, verifier, log, audit, onRefused = async () => {} }: RegisterSessionsOptions,
): Promise<SessionCredentials> {
  const isSecure = configuration.publicUrl.startsWith('https://');
  const { db } = database;
  const box = createSecretBox(configuration.secrets);
  const provider = createProviderClient(configuration);
  const limits = { idleSeconds: configuration.idleSeconds, absoluteSeconds: configuration.absoluteSeconds };
  const sessions = createSessions({ db, box, provider, verifier, limits, log, audit });
  const context: SessionContext = {
    configuration,
    provider,
    sessions,
    box,
    sessionCookie: createSessionCookie(isSecure),
    // The provider's answer is a navigation from another site, with which a strict cookie would not come.
    loginCookie: createCookie({ name: 'login', isSecure, sameSite: 'Lax' }),
    log,
    onRefused,
    spend: (valueHash, keepSeconds) => spendValue(db, valueHash, keepSeconds),
  };

  registerLoginRoutes(app, context);
  registerSessionRoutes(app, context);
  registerOwnSessionRoutes(app, context);
  await registerBackchannelRoute(app, context);
  const watch = new SessionWatch({
    db,
    sessions,
    limits,
    verifier,
    log,
    everyMs: configuration.watchMs,
    listen: (onEnded) =>
      listenToNotifications({
        // A connection of its own, on which ends of sessions are heard.
        url: configuration.databaseUrl,
        name: 'gateway-sessions',
        channels: [endedChannel],
        onNotification: (_channel, idHash) => onEnded(idHash),
      }),
  });
  const credentials = new SessionCredentials(sessions, watch, context.sessionCookie);
  credentials.clearCookieOfEndedSessions(app);

  const sweeper = startSessionSweeper({ db, log, everyMs: sweepEveryMs });
  app.addHook('onClose', async () => {
    await sweeper.close();
    await watch.close();
    await sessions.close();
  });
  return credentials;
}
