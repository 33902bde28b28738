const FIRST_MS = 50;
const LONGEST_MS = 5_000;

/**
 * How long to wait after so many failures in a row, in milliseconds: twice as long each time, up to five seconds, and
 * up to half of that less by chance, so that not all who lost the same subgraph come back at the same moment.
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const fullMs = Math.min(FIRST_MS * 2 ** Math.max(failures - 1, 0), LONGEST_MS);
  return fullMs * (1 - random() / 2);
}
