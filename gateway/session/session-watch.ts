import type { Notifications } from '#platform/database/notifications.ts';
import type { Log } from '#platform/log/log.ts';
import { TokenError } from '#platform/tokens/token-error.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { isAccepted, refuse } from '../credentials/bearer-follower.ts';
import {
  type CallerControl,
  createCallerControl,
  type FollowedCaller,
} from '../credentials/followed-caller.ts';
import { SessionError, sessionExpired } from './session-error.ts';
import { hashSessionId, isSessionId } from './session-id.ts';
import { renewBeforeSeconds } from './session-renewal.ts';
import {
  type Connection,
  findPulses,
  isTouchDue,
  type SessionLimits,
  type SessionPulse,
  touchSessions,
} from './session-store.ts';
import type { Sessions } from './sessions.ts';

/** Sessions looked at by one statement. */
const BATCH_ROWS = 500;
/** Sessions whose tokens are fetched at once; another's answer may be waited for with each. */
const RENEWALS_AT_ONCE = 4;

/** Follows sessions for connections that stay open, whose requests do not come to ask again. */
export interface SessionWatch {
  /**
   * Follows the session of this id until the connection closes: its tokens are renewed in time, an end of the session
   * ends the caller, and as long as somebody follows it the session counts as used.
   *
   * @throws {SessionError} SESSION_EXPIRED or PROVIDER_UNREACHABLE
   * @throws {TokenError} when the session's token is refused
   */
  follow(id: string): Promise<FollowedCaller>;
  /** Stops, and waits for a look under way. */
  close(): Promise<void>;
}

export interface SessionWatchOptions {
  readonly db: Connection;
  readonly sessions: Sessions;
  readonly limits: SessionLimits;
  readonly verifier: TokenVerifier;
  readonly log: Log;
  /** Listens to ends of sessions; told the hash of an id in hexadecimal, or nothing when any may have ended. */
  readonly listen: (onEnded: (idHash: string | undefined) => void) => Notifications;
  /** How often all are looked at, in milliseconds: what a lost notification can delay. */
  readonly everyMs: number;
}

interface Watched {
  readonly idHash: Buffer;
  readonly callers: Set<CallerControl>;
  /** Connections that are about to be followed. */
  arriving: number;
  /** Of the tokens that the callers were last given. */
  accessExpiresAtMs: number | undefined;
  hasEnded: boolean;
}

/** @see SessionWatch */
export function createSessionWatch(options: SessionWatchOptions): SessionWatch {
  const { db, sessions, limits, verifier, log } = options;
  const watched = new Map<string, Watched>();
  const looks = new Set<Promise<void>>();
  let isClosed = false;
  let notifications: Notifications | undefined;

  function enter(idHash: Buffer): Watched {
    const key = idHash.toString('hex');
    const known = watched.get(key);
    if (known !== undefined) return known;
    const entered: Watched = {
      idHash,
      callers: new Set(),
      arriving: 0,
      accessExpiresAtMs: undefined,
      hasEnded: false,
    };
    watched.set(key, entered);
    return entered;
  }

  /** Forgets a session that nobody follows any more, unless another was entered under its key meanwhile. */
  function leave(session: Watched): void {
    const key = session.idHash.toString('hex');
    const isUsed = session.callers.size > 0 || session.arriving > 0;
    if (!isUsed && watched.get(key) === session) watched.delete(key);
  }

  function end(session: Watched): void {
    session.hasEnded = true;
    watched.delete(session.idHash.toString('hex'));
    for (const caller of session.callers)
      caller.end('SESSION_ENDED', 'The session has ended. Sign in again.');
  }

  /** Looks at sessions, at all without a key. What fails is looked at again next time. */
  function look(key?: string): Promise<void> {
    const known = key === undefined ? undefined : watched.get(key);
    const chosen = key === undefined ? [...watched.values()] : known ? [known] : [];
    const looking = lookAt(chosen).catch((error: unknown) => {
      log.warn({ err: error }, 'could not look at the sessions of open connections');
    });
    looks.add(looking);
    return looking.finally(() => looks.delete(looking));
  }

  async function lookAt(chosen: readonly Watched[]): Promise<void> {
    for (let start = 0; start < chosen.length; start += BATCH_ROWS) {
      await lookAtBatch(chosen.slice(start, start + BATCH_ROWS));
    }
  }

  async function lookAtBatch(batch: readonly Watched[]): Promise<void> {
    const pulses = await findPulses(
      db,
      batch.map(({ idHash }) => idHash),
    );
    const alive = new Map(pulses.map((pulse) => [pulse.idHash.toString('hex'), pulse]));
    const stale: (() => Promise<void>)[] = [];
    for (const session of batch) {
      const pulse = alive.get(session.idHash.toString('hex'));
      if (pulse === undefined) end(session);
      else if (isStale(session, pulse) || (await isRefused(session)))
        stale.push(() => refresh(session, pulse));
    }
    const due = pulses.filter((pulse) => isTouchDue(pulse, limits)).map(({ idHash }) => idHash);
    if (due.length > 0) await touchSessions(db, due, limits);
    for (let start = 0; start < stale.length; start += RENEWALS_AT_ONCE) {
      await Promise.all(stale.slice(start, start + RENEWALS_AT_ONCE).map((renew) => renew()));
    }
  }

  /** `true` if the token that the callers of a session have is no longer accepted, as when its key was withdrawn. */
  async function isRefused({ callers }: Watched): Promise<boolean> {
    const [first] = callers;
    const token = first?.live.now.token;
    return token !== undefined && !(await isAccepted(token, verifier));
  }

  /** Gives the callers of a session its token of now. */
  async function refresh(session: Watched, pulse: SessionPulse): Promise<void> {
    try {
      const token = await sessions.tokenOfHash(session.idHash);
      const principal = await verifier.verify(token);
      for (const caller of session.callers) {
        if (caller.live.now.token !== token) caller.replace({ principal, token });
      }
      session.accessExpiresAtMs = pulse.accessExpiresAt.getTime();
    } catch (error) {
      if (error instanceof SessionError && error.code === 'SESSION_EXPIRED') return end(session);
      if (!(error instanceof SessionError || error instanceof TokenError)) throw error;
      // The callers' clock ends them when the token at hand expires before this succeeds.
      log.warn(
        { code: error.code, reason: error.message },
        'could not renew the token of an open connection',
      );
    }
  }

  async function startCaller(session: Watched): Promise<FollowedCaller> {
    const token = await sessions.tokenOfHash(session.idHash);
    const principal = await verifier.verify(token);
    const control = createCallerControl({ principal, token });
    session.callers.add(control);
    return {
      get now() {
        return control.live.now;
      },
      ended: control.live.ended,
      onRenewed: (listener) => control.live.onRenewed(listener),
      renew: async () => refuse('A session renews its token by itself.'),
      close() {
        control.close();
        session.callers.delete(control);
        leave(session);
      },
    };
  }

  let timer = setTimeout(beat, options.everyMs).unref();
  async function beat(): Promise<void> {
    if (watched.size > 0) await look();
    if (!isClosed) timer = setTimeout(beat, options.everyMs).unref();
  }

  return {
    async follow(id) {
      if (!isSessionId(id)) throw sessionExpired();
      notifications ??= options.listen((key) => void look(key));
      // Entered first, so that an end while the token is fetched is not missed.
      const session = enter(hashSessionId(id));
      session.arriving += 1;
      try {
        const caller = await startCaller(session);
        if (!session.hasEnded) return caller;
        caller.close();
        throw sessionExpired();
      } finally {
        session.arriving -= 1;
        leave(session);
      }
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await notifications?.close();
      await Promise.all(looks);
    },
  };
}

/** Whether its tokens have changed, or are about to expire. */
function isStale({ accessExpiresAtMs }: Watched, pulse: SessionPulse): boolean {
  return (
    pulse.accessLeftSeconds <= renewBeforeSeconds || pulse.accessExpiresAt.getTime() !== accessExpiresAtMs
  );
}
