import { CodedError } from '#platform/errors/coded-error.ts';
import { callAt } from '#platform/waiting/long-timer.ts';
import type { Caller } from '../operation/caller.ts';
import type { CallerEndCode, LiveCaller } from '../operation/live-caller.ts';

/** The outcome of offering a new token for a connection. */
export type Renewal =
  | { readonly kind: 'renewed' /** Seconds since the epoch. */; readonly expiresAt: number }
  | {
      readonly kind: 'refused';
      /** The token cannot be had as that of this caller; it was refused itself; or nobody can say at present. */
      readonly code: 'RENEWAL_REFUSED' | 'UNAUTHENTICATED' | 'PROVIDER_UNREACHABLE';
      readonly message: string;
    };

/** A live caller with somebody who follows its credentials for one connection. */
export interface FollowedCaller extends LiveCaller {
  /** Replaces the access token with a newer one. A refused token changes nothing. */
  renew(token: string): Promise<Renewal>;
  /** Ends the following, not the caller: the connection is gone. */
  close(): void;
}

/** The credentials that one connection brought. */
export interface ConnectionCredentials {
  /** The value of an `Authorization` header, or what stands for it. */
  readonly authorization: string | undefined;
  /** The value of an `X-Api-Key` header. */
  readonly apiKey?: string | readonly string[] | undefined;
  /** The value of the `Cookie` header, where a page of this gateway's or a listed origin is known to have sent it. */
  readonly cookie: string | undefined;
}

/** Follows the credentials of connections, of one kind. */
export interface CallerFollower {
  /**
   * @returns `undefined` when there is no credential of this kind.
   * @throws CodedError as `Credentials.tokenFor` does, and the verifier's.
   */
  follow(credentials: ConnectionCredentials): Promise<FollowedCaller | undefined>;
}

/** Asks each in turn; the first that finds a credential of its kind follows it. */
export function firstFollowerOf(...followers: readonly CallerFollower[]): CallerFollower {
  return {
    async follow(credentials) {
      for (const follower of followers) {
        const caller = await follower.follow(credentials);
        if (caller !== undefined) return caller;
      }
      return undefined;
    },
  };
}

/** The part of a followed caller that only who follows it may move. */
export interface CallerControl {
  readonly live: LiveCaller;
  /** Puts a caller with newer credentials in place and tells the listeners, unless it has ended. */
  replace(caller: Caller): void;
  end(code: CallerEndCode, message: string): void;
  /** Stops the clock. */
  close(): void;
}

/** Makes a live caller that ends when its token expires. */
export function createCallerControl(initial: Caller): CallerControl {
  const ended = new AbortController();
  const listeners = new Set<() => void>();
  let caller = initial;
  let cancelTimer = () => {};

  function end(code: CallerEndCode, message: string): void {
    close();
    ended.abort(new CodedError(code, message));
  }

  function watchExpiry(): void {
    cancelTimer();
    if (caller.principal === undefined) return;
    const expiresAtMs = caller.principal.expiresAt * 1000;
    if (expiresAtMs <= Date.now()) {
      end('SUBSCRIPTION_TOKEN_EXPIRED', 'The access token has expired, and no other came in its place.');
      return;
    }
    cancelTimer = callAt(expiresAtMs, watchExpiry);
  }

  function close(): void {
    cancelTimer();
    listeners.clear();
  }

  watchExpiry();
  return {
    live: {
      get now() {
        return caller;
      },
      ended: ended.signal,
      onRenewed(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    replace(next) {
      if (ended.signal.aborted) return;
      caller = next;
      watchExpiry();
      for (const listener of [...listeners]) listener();
    },
    end,
    close,
  };
}
