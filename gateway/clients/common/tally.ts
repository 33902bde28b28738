import { loneCount, type SharedCount } from '#platform/process/shared-count.ts';

/** Counts what is open by key, up to a limit. */
export interface Tally {
  /** @returns what gives the place back, or `undefined` if none is left. */
  take(key: string): (() => void) | undefined;
}

/**
 * @param limit how many may be open for one key
 * @param shared tells what other processes have open, which counts as well
 */
export function createTally(limit: number, shared: SharedCount = loneCount): Tally {
  const counts = new Map<string, number>();

  function set(key: string, count: number): void {
    if (count > 0) counts.set(key, count);
    else counts.delete(key);
    shared.tell(key, count);
  }

  return {
    take(key) {
      const count = counts.get(key) ?? 0;
      if (count + shared.elsewhere(key) >= limit) return undefined;
      set(key, count + 1);
      let isTaken = true;
      return () => {
        if (isTaken) set(key, (counts.get(key) ?? 1) - 1);
        isTaken = false;
      };
    },
  };
}
