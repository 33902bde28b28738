/** The time between two attempts to reach a store that is away. */
const attemptEveryMs = 1_000;

/** Knows if the store answers in time. While it does not, one operation in a second waits for it. */
export class StoreHealth {
  readonly #onChange: (isAway: boolean) => void;
  #isAway = false;
  #nextAttemptMs = 0;

  constructor(onChange: (isAway: boolean) => void) {
    this.#onChange = onChange;
  }

  get isAway(): boolean {
    return this.#isAway;
  }

  /** True if the store is to be asked now; an attempt begins with that if it is away. */
  mayAsk(nowMs: number): boolean {
    if (!this.#isAway) return true;
    if (nowMs < this.#nextAttemptMs) return false;
    this.#nextAttemptMs = nowMs + attemptEveryMs;
    return true;
  }

  answered(): void {
    if (!this.#isAway) return;
    this.#isAway = false;
    this.#onChange(false);
  }

  failed(nowMs: number): void {
    this.#nextAttemptMs = nowMs + attemptEveryMs;
    if (this.#isAway) return;
    this.#isAway = true;
    this.#onChange(true);
  }
}
