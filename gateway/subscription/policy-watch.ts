import type { PolicyDecider, PolicyQuestion } from '../operation/policy-decider.ts';

export interface PolicyWatchOptions {
  readonly decider: PolicyDecider;
  /** The policies on which a subscription depends; not empty. */
  readonly policies: readonly string[];
  /** The question as it is to be asked now. */
  readonly toQuestion: () => PolicyQuestion;
  /** The policies that held when the subscription was opened. */
  readonly held: ReadonlySet<string>;
  /** Time after which they are decided again though nothing happens, in milliseconds. */
  readonly everyMs: number;
}

/**
 * The decisions on which one subscription depends. Time, an address list or an agent's mind may change though nothing about the caller does: each event
 * asks again, and a timer does. If the decision takes time, the one before counts meanwhile, which is not older than the timer.
 */
export class PolicyWatch {
  readonly #options: PolicyWatchOptions;
  #held: ReadonlySet<string>;
  /** The number of the last question; an earlier one does not count any more. */
  #asked = 0;
  #timer: NodeJS.Timeout | undefined;
  #onDecided: () => void = () => {};

  constructor(options: PolicyWatchOptions) {
    this.#options = options;
    this.#held = options.held;
  }

  /** The policies that hold. */
  get held(): ReadonlySet<string> {
    return this.#held;
  }

  /** Begins to watch. @param onLook called now and then, and when a decision has come that took time */
  start(onLook: () => void): void {
    this.#timer = setInterval(onLook, this.#options.everyMs).unref();
    this.#onDecided = onLook;
  }

  /** Decides again, at once if nobody must be asked. */
  look(): void {
    const { decider, policies, toQuestion } = this.#options;
    this.#asked += 1;
    const question = this.#asked;
    const deciding = decider.decide(policies, toQuestion());
    if (!(deciding instanceof Promise)) {
      this.#held = deciding;
      return;
    }
    void deciding.then((held) => {
      if (question !== this.#asked) return;
      const isSame = held.size === this.#held.size && [...held].every((policy) => this.#held.has(policy));
      this.#held = held;
      if (!isSame) this.#onDecided();
    });
  }

  close(): void {
    clearInterval(this.#timer);
    this.#onDecided = () => {};
  }
}
