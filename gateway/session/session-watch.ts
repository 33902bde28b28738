import type { Notifications } from '#platform/database/notifications.ts';
import type { Log } from '#platform/log/log.ts';
import { TokenError } from '#platform/tokens/token-error.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { isAccepted, refuse } from '../credentials/bearer-follower.ts';
import { createCallerControl, type FollowedCaller } from '../credentials/followed-caller.ts';
import type { Caller } from '../operation/caller.ts';
import { SessionError, sessionExpired } from './session-error.ts';
import { hashSessionId, isSessionId } from './session-id.ts';
import {
  findPulses,
  isTouchDue,
  type SessionDatabase,
  type SessionLimits,
  type SessionPulse,
  touchSessions,
} from './session-store.ts';
import type { Sessions } from './sessions.ts';
import { WatchedSession } from './watched-session.ts';

/** Sessions checked by one statement. */
const batchRows = 500;
/** Sessions whose tokens are fetched at once; another's answer may be waited for with each. */
const maxConcurrentRenewals = 4;

export interface SessionWatchOptions {
  readonly db: SessionDatabase;
  readonly sessions: Sessions;
  readonly limits: SessionLimits;
  readonly verifier: TokenVerifier;
  readonly log: Log;
  /** Listens to ends of sessions; told the hash of an id in hexadecimal, or nothing when any may have ended. */
  readonly listen: (onEnded: (idHash: string | undefined) => void) => Notifications;
  /** Time between two checks of all sessions, in milliseconds: the longest delay after a lost notification. */
  readonly everyMs: number;
}

/** Follows sessions for connections that stay open, whose requests do not come to ask again. */
export class SessionWatch {
  readonly #options: SessionWatchOptions;
  /** By the hash of the id in hexadecimal. */
  readonly #watched = new Map<string, WatchedSession>();
  readonly #checks = new Set<Promise<void>>();
  #timer: NodeJS.Timeout;
  #isClosed = false;
  #notifications: Notifications | undefined;

  constructor(options: SessionWatchOptions) {
    this.#options = options;
    this.#timer = this.#startTimer();
  }

  /**
   * Follows the session of this id until the connection closes: its tokens are renewed in time, an end of the session
   * ends the caller, and as long as somebody follows it the session counts as used.
   *
   * @throws {SessionError} SESSION_EXPIRED or PROVIDER_UNREACHABLE
   * @throws {TokenError} when the session's token is refused
   */
  async follow(id: string): Promise<FollowedCaller> {
    if (!isSessionId(id)) throw sessionExpired();
    this.#notifications ??= this.#options.listen((key) => void this.#check(key));
    // Entered first, so that an end while the token is fetched is not missed.
    const session = this.#enter(hashSessionId(id));
    const arrived = session.expectCaller();
    try {
      const caller = await this.#startCaller(session);
      if (!session.hasEnded) return caller;
      caller.close();
      throw sessionExpired();
    } finally {
      arrived();
      this.#leave(session);
    }
  }

  /** Stops, and waits for a check under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#notifications?.close();
    await Promise.all(this.#checks);
  }

  #startTimer(): NodeJS.Timeout {
    return setTimeout(() => void this.#checkAll(), this.#options.everyMs).unref();
  }

  async #checkAll(): Promise<void> {
    if (this.#watched.size > 0) await this.#check();
    if (!this.#isClosed) this.#timer = this.#startTimer();
  }

  #enter(idHash: Buffer): WatchedSession {
    const key = idHash.toString('hex');
    const session = this.#watched.get(key) ?? new WatchedSession(idHash);
    this.#watched.set(key, session);
    return session;
  }

  /** Forgets a session that nobody follows any more, unless another was entered under its key since. */
  #leave(session: WatchedSession): void {
    const key = session.idHash.toString('hex');
    if (!session.isUsed && this.#watched.get(key) === session) this.#watched.delete(key);
  }

  #end(session: WatchedSession): void {
    this.#watched.delete(session.idHash.toString('hex'));
    session.end();
  }

  async #startCaller(session: WatchedSession): Promise<FollowedCaller> {
    const control = createCallerControl(await this.#loadCaller(session));
    const { live } = control;
    session.add(control);
    return {
      get now() {
        return live.now;
      },
      ended: live.ended,
      onRenewed: (listener) => live.onRenewed(listener),
      renew: async () => refuse('A session renews its token by itself.'),
      close: () => {
        control.close();
        session.remove(control);
        this.#leave(session);
      },
    };
  }

  async #loadCaller({ idHash }: WatchedSession): Promise<Caller> {
    const token = await this.#options.sessions.tokenOfHash(idHash);
    return { principal: await this.#options.verifier.verify(token), token };
  }

  /** Checks one session, or all without a key. What fails is checked again next time. */
  #check(key?: string): Promise<void> {
    const known = key === undefined ? undefined : this.#watched.get(key);
    const chosen = key === undefined ? [...this.#watched.values()] : known ? [known] : [];
    const check = this.#checkEach(chosen).catch((error: unknown) => {
      this.#options.log.warn({ err: error }, 'could not look at the sessions of open connections');
    });
    this.#checks.add(check);
    return check.finally(() => this.#checks.delete(check));
  }

  async #checkEach(chosen: readonly WatchedSession[]): Promise<void> {
    for (let start = 0; start < chosen.length; start += batchRows) {
      await this.#checkBatch(chosen.slice(start, start + batchRows));
    }
  }

  async #checkBatch(batch: readonly WatchedSession[]): Promise<void> {
    const { db, limits } = this.#options;
    const idHashes = batch.map(({ idHash }) => idHash);
    const pulses = await findPulses(db, idHashes);
    const alive = new Map(pulses.map((pulse) => [pulse.idHash.toString('hex'), pulse]));
    const stale: (() => Promise<void>)[] = [];
    for (const session of batch) {
      const pulse = alive.get(session.idHash.toString('hex'));
      if (pulse === undefined) this.#end(session);
      else if (session.isStale(pulse) || (await this.#isRefused(session)))
        stale.push(() => this.#refresh(session, pulse));
    }
    const due = pulses.filter((pulse) => isTouchDue(pulse, limits)).map(({ idHash }) => idHash);
    if (due.length > 0) await touchSessions(db, due, limits);
    for (let start = 0; start < stale.length; start += maxConcurrentRenewals) {
      await Promise.all(stale.slice(start, start + maxConcurrentRenewals).map((refresh) => refresh()));
    }
  }

  /** `true` if the token that the callers of a session have is no longer accepted, as when its key was withdrawn. */
  async #isRefused({ token }: WatchedSession): Promise<boolean> {
    return token !== undefined && !(await isAccepted(token, this.#options.verifier));
  }

  /** Gives the callers of a session its token of now. */
  async #refresh(session: WatchedSession, pulse: SessionPulse): Promise<void> {
    try {
      session.refresh(await this.#loadCaller(session), pulse);
    } catch (error) {
      if (error instanceof SessionError && error.code === 'SESSION_EXPIRED') return this.#end(session);
      if (!(error instanceof SessionError || error instanceof TokenError)) throw error;
      // The callers' clock ends them when the token at hand expires before this succeeds.
      this.#options.log.warn(
        { code: error.code, reason: error.message },
        'could not renew the token of an open connection',
      );
    }
  }
}
