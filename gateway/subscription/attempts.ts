import { toBackoffMs } from '#platform/waiting/backoff.ts';

/** The times for which connections are tried, in milliseconds. */
export interface UpstreamLimits {
  /** Until the first one is established. */
  readonly establishWithinMs: number;
  /** After an established one was lost. */
  readonly resumeWithinMs: number;
}

/** The facts about a connection that ended. */
export interface LostConnection {
  /** True if the source of the events failed, not the connection to it: another connection is not progress then. */
  readonly isFault: boolean;
  readonly hadEvents: boolean;
  /** True if the subgraph had accepted the connection. */
  readonly wasEstablished: boolean;
}

/** A connection that has lasted so long has been established, whether it had events or not; in milliseconds. */
const stableMs = 10_000;

const connectionBackoff = { firstMs: 50, maxMs: 5_000 };

/** Decides when a lost connection is tried again, and when it is given up. */
export class Attempts {
  readonly #limits: UpstreamLimits;
  readonly #now: () => number;
  #isEstablished = false;
  #failures = 0;
  #begunAtMs = 0;
  /** Since when nothing has gone well. */
  #inVainSinceMs: number | undefined;

  constructor(limits: UpstreamLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** True if any connection has brought events, or has lasted. */
  get isEstablished(): boolean {
    return this.#isEstablished;
  }

  /** A connection is tried. */
  begin(): void {
    this.#begunAtMs = this.#now();
    this.#inVainSinceMs ??= this.#begunAtMs;
  }

  /** The connection was left on purpose. */
  left(): void {
    this.#failures = 0;
    this.#inVainSinceMs = undefined;
  }

  /**
   * The connection was lost.
   *
   * @returns after how many milliseconds to try again, or `undefined` if that has gone on for too long
   */
  lost({ isFault, hadEvents, wasEstablished }: LostConnection): number | undefined {
    const now = this.#now();
    const hasLasted = wasEstablished && now - this.#begunAtMs >= stableMs;
    this.#isEstablished ||= hadEvents || hasLasted;
    if (hasLasted || (hadEvents && !isFault)) {
      this.#failures = 0;
      this.#inVainSinceMs = now;
    }
    this.#failures += 1;
    const { establishWithinMs, resumeWithinMs } = this.#limits;
    const limitMs = this.#isEstablished ? resumeWithinMs : establishWithinMs;
    const leftMs = (this.#inVainSinceMs ?? now) + limitMs - now;
    return leftMs <= 0 ? undefined : Math.min(toBackoffMs(this.#failures, connectionBackoff), leftMs);
  }
}
