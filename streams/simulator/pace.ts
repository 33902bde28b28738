/** Decides how many invoices are sent when. */
export interface Pace {
  /** Takes the invoices that are due now, and returns their number. */
  takeDue(nowMs: number): number;
  /** The time until the next one is due, in milliseconds. */
  waitMs(nowMs: number): number;
}

/** A wait is not shorter than this, so that a high rate is sent in batches. */
const shortestWaitMs = 20;

/**
 * An even pace, the first one due at once. Whoever comes late is given what is due by then, but no more than
 * `mostAtOnce`: after a long wait, what was missed is left out and not made up for.
 */
export function createPace(ratePerSecond: number, mostAtOnce: number, startMs: number): Pace {
  const everyMs = 1_000 / ratePerSecond;
  let nextMs = startMs;
  return {
    takeDue(nowMs) {
      if (nowMs < nextMs) return 0;
      const due = Math.floor((nowMs - nextMs) / everyMs) + 1;
      nextMs += due * everyMs;
      return Math.min(due, mostAtOnce);
    },
    waitMs: (nowMs) => Math.max(nextMs - nowMs, shortestWaitMs),
  };
}
