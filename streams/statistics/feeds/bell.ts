/** Tells waiting loops that something changed. It counts its rings, so that none is missed between two waits. */
export interface Bell {
  readonly rings: number;
  ring(): void;
  /**
   * Waits until it has rung more often than that.
   *
   * @param atMostMs for how long at most; without a limit when absent
   */
  waitBeyond(rings: number, signal: AbortSignal, atMostMs?: number): Promise<void>;
}

export function createBell(): Bell {
  let count = 0;
  const waiting = new Set<() => void>();
  return {
    get rings() {
      return count;
    },
    ring() {
      count += 1;
      for (const wake of [...waiting]) wake();
    },
    waitBeyond(rings, signal, atMostMs) {
      if (count > rings || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(limit);
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const limit = atMostMs === undefined ? undefined : setTimeout(wake, atMostMs);
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      });
    },
  };
}
