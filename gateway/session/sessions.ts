import type { RequestOrigin } from '#platform/audit/request-origin.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { isAccepted } from '../credentials/bearer-follower.ts';
import { type Device, toDevice } from './device.ts';
import type { ProviderTokens } from './provider-client.ts';
import type { AuditSession } from './session-audit.ts';
import { sessionExpired } from './session-error.ts';
import { createSessionId, hashSessionId, isSessionId } from './session-id.ts';
import { createSessionRenewal, renewBeforeSeconds, type SessionRenewalOptions } from './session-renewal.ts';
import {
  deleteOwnSessions,
  deleteSession,
  deleteSessionsOf,
  findSession,
  findSessionsOf,
  insertSession,
  isTouchDue,
  type OwnSessionRow,
  type SessionLimits,
  type SessionRow,
  spendValue,
  touchSessions,
} from './session-store.ts';
import { openTokens, type SessionTokens, sealTokens } from './session-tokens.ts';

export interface SessionsOptions extends SessionRenewalOptions {
  readonly limits: SessionLimits;
  /** Told of each session that a person begins or ends, or the provider; without it nothing is told. */
  readonly audit?: AuditSession | undefined;
}

/** Who is signed in, for the person's own page. */
interface SessionDescription {
  readonly username: string;
  readonly roles: readonly string[];
  /** When the session ends unless it is used before. */
  readonly expiresAt: Date;
}

/** The browser in which a person signs in. */
interface SignInOrigin {
  readonly replaces: Buffer | undefined;
  readonly userAgent: string | undefined;
  readonly origin: RequestOrigin;
}

/** One session of a person, as the person sees it. */
interface OwnSession {
  /** Names the session; it opens nothing. */
  readonly key: string;
  readonly isCurrent: boolean;
  readonly device: Device;
  readonly createdAt: Date;
  /** Noted about twice a minute. */
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

/** The sessions of signed-in browsers. What is here holds for all processes that share the database. */
export interface Sessions {
  /**
   * Begins a session and ends the one it replaces.
   *
   * @param from the browser that signs in; `replaces` is the hash of its old session's id
   * @returns its id: a new one each time, against session fixation (OWASP ASVS 7.2.4)
   * @throws {TokenError} when this gateway does not trust the access token
   */
  begin(tokens: ProviderTokens, from: SignInOrigin): Promise<string>;
  /**
   * The access token of a session, with some seconds left, and notes that the session is in use.
   *
   * @throws {SessionError} SESSION_EXPIRED or PROVIDER_UNREACHABLE
   */
  tokenOf(id: string): Promise<string>;
  /** The same for whoever knows only the hash of the id. */
  tokenOfHash(idHash: Buffer): Promise<string>;
  /** Asks who is signed in; this neither renews the tokens nor counts as use. */
  describe(id: string): Promise<SessionDescription | undefined>;
  /** The live sessions of the person of a session, or undefined if it has ended. */
  listOwn(id: string): Promise<readonly OwnSession[] | undefined>;
  /**
   * Ends another session of the same person, or all others.
   *
   * @param key of the other session; undefined for all others
   * @returns the tokens of those that have ended, as far as they open; undefined if the asking session has ended
   */
  endOther(
    id: string,
    key: string | undefined,
    origin: RequestOrigin,
  ): Promise<readonly (SessionTokens | undefined)[] | undefined>;
  /** Ends a session. @returns its tokens, if there was one, for a last word to the provider. */
  end(id: string, origin: RequestOrigin): Promise<SessionTokens | undefined>;
  /** Ends sessions as the provider says. @returns how many; `undefined` when it has said so before. */
  endByProvider(logout: {
    providerSessionId: string | undefined;
    subject: string | undefined;
    onceHash: Buffer;
    keepSeconds: number;
    origin: RequestOrigin;
  }): Promise<number | undefined>;
  /** Waits for renewals under way. */
  close(): Promise<void>;
}

/** @see Sessions */
export function createSessions(options: SessionsOptions): Sessions {
  const { db, box, verifier, limits, audit = async () => {} } = options;
  const renewal = createSessionRenewal(options);

  return {
    async begin(tokens, from) {
      const principal = await verifier.verify(tokens.accessToken);
      const id = createSessionId();
      await db.transaction(async (tx) => {
        if (from.replaces !== undefined) await deleteSession(tx, from.replaces);
        await insertSession(tx, { ...toNewSession(id, tokens, principal), userAgent: from.userAgent });
        const { origin } = from;
        await audit(tx, { action: 'SIGNED_IN', idHash: hashSessionId(id), person: principal, origin });
      });
      return id;
    },
    async tokenOf(id) {
      if (!isSessionId(id)) throw sessionExpired();
      return tokenOfHash(hashSessionId(id));
    },
    tokenOfHash,
    async describe(id) {
      if (!isSessionId(id)) return undefined;
      const row = await findSession(db, hashSessionId(id));
      return row === undefined
        ? undefined
        : { username: row.username, roles: row.roles, expiresAt: row.endsAt };
    },
    async listOwn(id) {
      const row = await findOwn(id);
      if (row === undefined) return undefined;
      return (await findSessionsOf(db, row.subject)).map((own) => toOwnSession(own, row.idHash));
    },
    async endOther(id, key, origin) {
      const row = await findOwn(id);
      if (row === undefined) return undefined;
      const only = key === undefined ? undefined : parseSessionKey(key);
      if (key !== undefined && (only === undefined || only.equals(row.idHash))) return [];
      const which = only === undefined ? { allBut: row.idHash } : { only };
      const ended = await db.transaction(async (tx) => {
        const deleted = await deleteOwnSessions(tx, row.subject, which);
        for (const { idHash } of deleted)
          await audit(tx, { action: 'SESSION_ENDED', idHash, person: row, origin });
        return deleted;
      });
      return ended.map(({ idHash, sealedTokens }) => openTokens(box, idHash, sealedTokens));
    },
    async end(id, origin) {
      if (!isSessionId(id)) return undefined;
      const idHash = hashSessionId(id);
      const ended = await db.transaction(async (tx) => {
        const deleted = await deleteSession(tx, idHash);
        if (deleted !== undefined) await audit(tx, { action: 'SIGNED_OUT', idHash, person: deleted, origin });
        return deleted;
      });
      return ended === undefined ? undefined : openTokens(box, idHash, ended.sealedTokens);
    },
    endByProvider: ({ onceHash, keepSeconds, origin, ...whose }) =>
      // One transaction, so that a logout that could not be carried out may be said again.
      db.transaction(async (tx) => {
        if (!(await spendValue(tx, onceHash, keepSeconds))) return undefined;
        const ended = await deleteSessionsOf(tx, whose);
        for (const person of ended) {
          const { idHash } = person;
          await audit(tx, { action: 'SESSION_ENDED_BY_PROVIDER', idHash, person, origin });
        }
        return ended.length;
      }),
    close: () => renewal.close(),
  };

  async function findOwn(id: string): Promise<SessionRow | undefined> {
    return isSessionId(id) ? findSession(db, hashSessionId(id)) : undefined;
  }

  async function tokenOfHash(idHash: Buffer): Promise<string> {
    const row = await findSession(db, idHash);
    if (row === undefined) throw sessionExpired();
    if (isTouchDue(row, limits)) await touchSessions(db, [idHash], limits);
    if (row.accessLeftSeconds <= renewBeforeSeconds) return renewal.renew(idHash);
    // Tokens that do not open, and one whose key was withdrawn, are for the renewal to judge, which may end their session.
    const token = openTokens(box, idHash, row.sealedTokens)?.accessToken;
    return token !== undefined && (await isAccepted(token, verifier)) ? token : renewal.renew(idHash);
  }

  function toNewSession(id: string, tokens: ProviderTokens, principal: Principal) {
    const idHash = hashSessionId(id);
    return {
      idHash,
      subject: principal.subject,
      providerSessionId: tokens.providerSessionId ?? principal.sessionId,
      username: principal.username ?? principal.subject,
      roles: [...principal.roles].sort(),
      sealedTokens: sealTokens(box, idHash, tokens),
      accessSeconds: tokens.accessSeconds,
      limits,
    };
  }
}

function toOwnSession(row: OwnSessionRow, currentHash: Buffer): OwnSession {
  return {
    key: row.idHash.toString('base64url'),
    isCurrent: row.idHash.equals(currentHash),
    device: toDevice(row.userAgent ?? ''),
    createdAt: row.createdAt,
    lastUsedAt: row.lastUsedAt,
    expiresAt: row.endsAt,
  };
}

/** The hash that a key names; undefined for a text that is not a key. */
function parseSessionKey(key: string): Buffer | undefined {
  return /^[\w-]{43}$/.test(key) ? Buffer.from(key, 'base64url') : undefined;
}
