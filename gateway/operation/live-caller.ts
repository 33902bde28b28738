import type { Caller } from './caller.ts';

/** Why a caller may receive nothing more. */
export type CallerEndCode = 'SUBSCRIPTION_TOKEN_EXPIRED' | 'SUBSCRIPTION_TOKEN_REFUSED' | 'SESSION_ENDED';

/**
 * A caller whose credentials may change while a subscription runs.
 *
 * Whoever makes one watches the credentials: it ends them when the token expires without having been renewed, and when
 * their session does. Subscriptions look at `now` again for every event.
 */
export interface LiveCaller {
  /** Who calls, as the latest credentials prove it. Each renewal puts a new object here, before listeners are told. */
  readonly now: Caller;
  /** Aborted when the credentials end; the reason is a `CodedError` with a {@link CallerEndCode}. */
  readonly ended: AbortSignal;
  /** Calls the listener after each renewal, until what it returns is called. */
  onRenewed(listener: () => void): () => void;
}

/** A caller whose credentials are as they are for as long as a subscription runs: an anonymous one. */
export function toLastingCaller(caller: Caller): LiveCaller {
  return { now: caller, ended: new AbortController().signal, onRenewed: () => () => undefined };
}
