/** Counts of what happened lately: all, and those that the counter tells from the others. */
export interface SlidingCounts {
  add(isMarked: boolean): void;
  read(): { readonly all: number; readonly marked: number };
  clear(): void;
}

const partCount = 10;

/**
 * Counts what happened within the last `windowMs` milliseconds, to a tenth of that time: what is older is forgotten a part at a time,
 * so that the memory does not depend on the number.
 */
export function createSlidingCounts(windowMs: number, now: () => number): SlidingCounts {
  const all = new Uint32Array(partCount);
  const marked = new Uint32Array(partCount);
  const partMs = windowMs / partCount;
  let newest = Math.floor(now() / partMs);

  const forget = (): number => {
    const current = Math.floor(now() / partMs);
    const passed = Math.min(current - newest, partCount);
    for (let part = current - passed + 1; part <= current; part += 1) {
      all[part % partCount] = 0;
      marked[part % partCount] = 0;
    }
    newest = current;
    return current % partCount;
  };

  return {
    add(isMarked) {
      const part = forget();
      all[part] = (all[part] ?? 0) + 1;
      if (isMarked) marked[part] = (marked[part] ?? 0) + 1;
    },
    read() {
      forget();
      return { all: sum(all), marked: sum(marked) };
    },
    clear() {
      all.fill(0);
      marked.fill(0);
    },
  };
}

function sum(parts: Uint32Array): number {
  return parts.reduce((total, part) => total + part, 0);
}
