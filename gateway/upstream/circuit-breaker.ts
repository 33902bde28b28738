import { createSlidingCounts, type SlidingCounts } from './sliding-counts.ts';

/** When calls to a subgraph are refused without asking it. */
export interface BreakerOptions {
  /** The share of calls that fail, in percent, from which it opens; 0 if it never does. */
  readonly failurePercent: number;
  /** The time over which calls are counted, in milliseconds. */
  readonly windowMs: number;
  /** The fewest calls in that time from which a share says anything. */
  readonly minRequests: number;
  /** The time for which calls are refused until one is let through to try, in milliseconds. */
  readonly openMs: number;
}

/** `half-open`: one call at a time is let through to try. */
export type BreakerState = 'closed' | 'half-open' | 'open';

/** The end of a call. `left`: nobody waited for it, so that it says nothing. */
export type CallEnd = 'answered' | 'failed' | 'left';

/** Notes the end of a call that was let through. */
export type NoteEnd = (end: CallEnd) => void;

interface CircuitBreakerParts {
  /** Called with each new state. */
  readonly onState: (state: BreakerState) => void;
  /** In milliseconds. */
  readonly now?: () => number;
}

/**
 * Refuses calls to a subgraph of which too many fail, so that callers have their answer at once and the subgraph can recover. After
 * a while one call tries: if it is answered, all are let through again.
 */
export class CircuitBreaker {
  readonly #options: BreakerOptions;
  readonly #onState: (state: BreakerState) => void;
  readonly #now: () => number;
  readonly #counts: SlidingCounts;
  #state: BreakerState = 'closed';
  #opensUntilMs = 0;
  #isTried = false;

  constructor(options: BreakerOptions, { onState, now = () => performance.now() }: CircuitBreakerParts) {
    this.#options = options;
    this.#onState = onState;
    this.#now = now;
    this.#counts = createSlidingCounts(options.windowMs, now);
  }

  /** @returns `undefined` if the call is refused; otherwise the caller must note its end, once */
  enter(): NoteEnd | undefined {
    if (this.#state === 'closed') return this.#noteUsual;
    if (this.#state === 'open' && this.#now() >= this.#opensUntilMs) this.#change('half-open');
    if (this.#state === 'open' || this.#isTried) return undefined;
    this.#isTried = true;
    return this.#noteTrial;
  }

  readonly #noteUsual = (end: CallEnd): void => {
    // A call that began before it opened is old news.
    if (this.#state !== 'closed' || end === 'left' || this.#options.failurePercent === 0) return;
    this.#counts.add(end === 'failed');
    if (end === 'failed' && this.#isOverShare()) this.#open();
  };

  readonly #noteTrial = (end: CallEnd): void => {
    this.#isTried = false;
    if (end === 'failed') this.#open();
    else if (end === 'answered') {
      this.#counts.clear();
      this.#change('closed');
    }
  };

  #isOverShare(): boolean {
    const { marked: failed, all } = this.#counts.read();
    const { minRequests, failurePercent } = this.#options;
    return all >= minRequests && failed * 100 >= failurePercent * all;
  }

  #open(): void {
    this.#opensUntilMs = this.#now() + this.#options.openMs;
    this.#change('open');
  }

  #change(state: BreakerState): void {
    this.#state = state;
    this.#onState(state);
  }
}
