/** Counts what is open by key, up to a limit. */
export interface Tally {
  /** @returns what gives the place back, or `undefined` if none is left. */
  take(key: string): (() => void) | undefined;
}

/** @param limit how many may be open for one key */
export function createTally(limit: number): Tally {
  const counts = new Map<string, number>();

  function giveBack(key: string): void {
    const left = (counts.get(key) ?? 0) - 1;
    if (left > 0) counts.set(key, left);
    else counts.delete(key);
  }

  return {
    take(key) {
      const count = counts.get(key) ?? 0;
      if (count >= limit) return undefined;
      counts.set(key, count + 1);
      let isTaken = true;
      return () => {
        if (isTaken) giveBack(key);
        isTaken = false;
      };
    },
  };
}
