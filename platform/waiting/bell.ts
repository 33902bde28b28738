/** Tells waiting loops that something changed. It counts its rings, so that no ring is missed between two waits. */
export interface Bell {
  readonly rings: number;
  ring(): void;
  /**
   * Waits until the bell has rung more often than `rings`, or until the signal aborts.
   *
   * @param maxMs the longest wait; without a limit when absent
   */
  waitBeyond(rings: number, signal: AbortSignal, maxMs?: number): Promise<void>;
  /**
   * Waits for a ring after the end of the previous `wait`, or until the signal aborts. For a bell with one listener:
   * all listeners share the previous wait.
   *
   * @param maxMs the longest wait
   */
  wait(maxMs: number, signal: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
  let count = 0;
  let heard = 0;
  const waiting = new Set<() => void>();

  function waitBeyond(rings: number, signal: AbortSignal, maxMs?: number): Promise<void> {
    if (count > rings || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(limit);
        waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const limit = maxMs === undefined ? undefined : setTimeout(wake, maxMs);
      waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  return {
    get rings() {
      return count;
    },
    ring() {
      count += 1;
      for (const wake of [...waiting]) wake();
    },
    waitBeyond,
    async wait(maxMs, signal) {
      await waitBeyond(heard, signal, maxMs);
      heard = count;
    },
  };
}
