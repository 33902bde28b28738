/** For each part of the time that is spent on loads, at least so many parts are spent waiting. */
const restsPerLoad = 4;
/** The share of the latest load in the usual duration, so that one slow load does not slow all down. */
const latestShare = 0.3;

/**
 * Loads as often as allowed while loads are quick, and less often the slower they become: a busy database or process
 * then gets fewer, and followers still get the newest value, only later.
 */
export class LoadPace {
  readonly #minMs: number;
  readonly #maxMs: number;
  #usualMs = 0;

  /**
   * @param bounds.minMs the wait while loads are quick, in milliseconds
   * @param bounds.maxMs the longest wait, in milliseconds
   */
  constructor({ minMs, maxMs }: { minMs: number; maxMs: number }) {
    this.#minMs = minMs;
    this.#maxMs = maxMs;
  }

  /** Takes note of the duration of a load, in milliseconds from its call to its answer: a busy process makes it longer too. */
  note(loadMs: number): void {
    this.#usualMs += latestShare * (loadMs - this.#usualMs);
  }

  /** The wait before the next load, in milliseconds. */
  get intervalMs(): number {
    return Math.min(this.#maxMs, Math.max(this.#minMs, this.#usualMs * restsPerLoad));
  }
}
