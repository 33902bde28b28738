/** Lets at most so many tasks run at once; the others wait in their order. */
export interface Turns {
  run<Value>(task: () => Promise<Value>): Promise<Value>;
}

/** Creates turns for tasks of which at most `maxAtOnce` run at once. */
export function createTurns(maxAtOnce: number): Turns {
  let free = maxAtOnce;
  const waiting: (() => void)[] = [];
  return {
    run: async (task) => {
      if (free > 0) free -= 1;
      else await new Promise<void>((start) => waiting.push(start));
      try {
        return await task();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
