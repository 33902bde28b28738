/** Decides how long to wait between two loads, by how long loads take. */
export interface LoadPace {
  /** Tells how long a load took, in milliseconds, from its call to its answer: a busy process makes that longer too. */
  note(loadMs: number): void;
  /** How long to wait before the next load, in milliseconds. */
  intervalMs(): number;
}

/** Of the time at most one part in so many and one is spent on loads. */
const restsPerLoad = 4;
/** The share of the latest load in what counts as usual, so that one slow load does not slow all down. */
const latestShare = 0.3;

/**
 * Loads as often as allowed while they are quick, and less often the slower they become: a database or a process under load
 * then gets fewer, and whoever follows still gets the newest value, later.
 *
 * @param options.minMs the wait while loads are quick, in milliseconds
 * @param options.maxMs the longest wait, in milliseconds
 */
export function createLoadPace({ minMs, maxMs }: { minMs: number; maxMs: number }): LoadPace {
  let usualMs = 0;
  return {
    note(loadMs) {
      usualMs += latestShare * (loadMs - usualMs);
    },
    intervalMs: () => Math.min(maxMs, Math.max(minMs, usualMs * restsPerLoad)),
  };
}
