/** Lets at most so many tasks run at once; the others wait in their order. */
export interface Turns {
  run<Value>(task: () => Promise<Value>): Promise<Value>;
}

/** Creates turns for tasks that may run `atOnce`. */
export function createTurns(atOnce: number): Turns {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return {
    run: async (task) => {
      if (free > 0) free -= 1;
      else await new Promise<void>((go) => waiting.push(go));
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
