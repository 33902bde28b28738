import { DrizzleQueryError, sql } from '#platform/database/drizzle.ts';
import type { Log } from '#platform/log/log.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { requestDeadlines } from '#platform/waiting/deadlines.ts';
import { isAccepted } from '../credentials/bearer-follower.ts';
import type { ProviderClient } from './provider-client.ts';
import type { SecretBox } from './secret-box.ts';
import { providerUnreachable, SessionError, sessionExpired } from './session-error.ts';
import {
  deleteSession,
  lockSession,
  type SessionDatabase,
  type SessionRow,
  updateSession,
} from './session-store.ts';
import { openTokens, type SessionTokens, sealTokens } from './session-tokens.ts';

/** An access token with less left than this is renewed before it is used. */
export const renewBeforeSeconds = 30;
/** Time for which the provider is left alone after a failure, so that waiting requests do not take all connections. */
const restAfterFailureMs = 1_000;

export interface SessionRenewalOptions {
  readonly db: SessionDatabase;
  readonly box: SecretBox;
  readonly provider: ProviderClient;
  readonly verifier: TokenVerifier;
  readonly log: Log;
}

/** Renews access tokens with refresh tokens, each of which the provider lets be used once. */
export interface SessionRenewal {
  /**
   * The session's access token, renewed unless another has just done so.
   *
   * @throws {SessionError} SESSION_EXPIRED when the session has ended, also because the provider refuses the refresh
   * token; PROVIDER_UNREACHABLE when the provider does not answer and the token at hand has expired.
   */
  renew(idHash: Buffer): Promise<string>;
  /** Waits for renewals under way: a new refresh token that is not stored would be lost. */
  close(): Promise<void>;
}

/** The outcome for a row that was locked. */
type Outcome = { readonly kind: 'token'; readonly accessToken: string } | { readonly kind: 'ended' };

/**
 * Two requests that used the same refresh token would look like theft to the provider, which would end the session.
 * So requests in this process share one renewal, and processes take turns by a lock on the session's row: who comes
 * second finds fresh tokens there.
 */
export function createSessionRenewal(options: SessionRenewalOptions): SessionRenewal {
  const underWay = new Map<string, Promise<string>>();
  let restUntilMs = 0;

  async function renewLocked(idHash: Buffer): Promise<string> {
    const isResting = performance.now() < restUntilMs;
    try {
      const outcome = await options.db.transaction(async (tx) => {
        await tx.execute(sql.raw(`set local lock_timeout = ${requestDeadlines.sessionLockMs}`));
        const row = await lockSession(tx, idHash);
        return row === undefined ? ended : renewRow(tx, row, options, isResting);
      });
      if (outcome.kind === 'ended') throw sessionExpired();
      return outcome.accessToken;
    } catch (error) {
      if (error instanceof SessionError && error.code === 'PROVIDER_UNREACHABLE' && !isResting) {
        restUntilMs = performance.now() + restAfterFailureMs;
      }
      throw isLockTimeout(error) ? providerUnreachable(error) : error;
    }
  }

  return {
    renew(idHash) {
      const key = idHash.toString('base64');
      const shared = underWay.get(key);
      if (shared !== undefined) return shared;
      const renewal = renewLocked(idHash).finally(() => underWay.delete(key));
      underWay.set(key, renewal);
      return renewal;
    },
    async close() {
      await Promise.allSettled(underWay.values());
    },
  };
}

const ended: Outcome = { kind: 'ended' };

async function renewRow(
  tx: SessionDatabase,
  row: SessionRow,
  options: SessionRenewalOptions,
  isResting: boolean,
): Promise<Outcome> {
  const tokens = openTokens(options.box, row.idHash, row.sealedTokens);
  if (tokens === undefined) return endRow(tx, row, options.log, 'its secret is no longer configured');
  const isHeld = await isAccepted(tokens.accessToken, options.verifier);
  if (isHeld && row.accessLeftSeconds > renewBeforeSeconds) {
    return { kind: 'token', accessToken: tokens.accessToken };
  }
  const isUsable = isHeld && row.accessLeftSeconds > 0;
  if (tokens.refreshToken === undefined) {
    return isUsable
      ? { kind: 'token', accessToken: tokens.accessToken }
      : endRow(tx, row, options.log, 'there is no refresh token');
  }
  try {
    if (isResting) throw providerUnreachable();
    return await refreshRow(tx, row, { ...tokens, refreshToken: tokens.refreshToken }, options);
  } catch (error) {
    // Silent renewal begins early so that a provider that is away for a moment is not noticed.
    const isBridged = error instanceof SessionError && error.code === 'PROVIDER_UNREACHABLE' && isUsable;
    if (!isBridged) throw error;
    options.log.warn({ err: error.cause }, 'could not renew an access token, which is still good');
    return { kind: 'token', accessToken: tokens.accessToken };
  }
}

async function refreshRow(
  tx: SessionDatabase,
  row: SessionRow,
  old: SessionTokens & { refreshToken: string },
  { box, provider, verifier, log }: SessionRenewalOptions,
): Promise<Outcome> {
  const renewed = await provider.refresh(old.refreshToken);
  if (renewed === undefined) return endRow(tx, row, log, 'the provider refuses its refresh token');
  const tokens: SessionTokens = {
    accessToken: renewed.accessToken,
    refreshToken: renewed.refreshToken ?? old.refreshToken,
    idToken: renewed.idToken ?? old.idToken,
  };
  if (!(await isAccepted(tokens.accessToken, verifier))) {
    return endRow(tx, row, log, 'its renewed token is not accepted');
  }
  const principal = await findPrincipal(verifier, tokens.accessToken, log);
  await updateSession(tx, row.idHash, {
    sealedTokens: sealTokens(box, row.idHash, tokens),
    accessSeconds: renewed.accessSeconds,
    username: principal?.username ?? row.username,
    roles: principal === undefined ? row.roles : [...principal.roles],
  });
  return { kind: 'token', accessToken: tokens.accessToken };
}

/** The old refresh token is spent, so the new tokens are kept even when the verifier cannot judge them just now. */
async function findPrincipal(
  verifier: TokenVerifier,
  token: string,
  log: Log,
): Promise<Principal | undefined> {
  try {
    return await verifier.verify(token);
  } catch (error) {
    log.warn({ err: error }, 'could not verify a renewed access token');
    return undefined;
  }
}

async function endRow(tx: SessionDatabase, row: SessionRow, log: Log, reason: string): Promise<Outcome> {
  await deleteSession(tx, row.idHash);
  log.info({ subject: row.subject, reason }, 'a session has ended');
  return ended;
}

/** PostgreSQL's lock_not_available. */
function isLockTimeout(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === '55P03';
}
