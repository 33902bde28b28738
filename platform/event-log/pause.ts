import { setTimeout as delay } from 'node:timers/promises';

const firstPauseMs = 50;
const longestPauseMs = 5000;

/** Pauses that double, for what is tried again until it works. */
export function createPauses(signal: AbortSignal) {
  let nextMs = firstPauseMs;
  return {
    /** Ends early when the signal aborts. */
    pause: async (): Promise<void> => {
      await delay(nextMs, undefined, { signal }).catch(() => {});
      nextMs = Math.min(nextMs * 2, longestPauseMs);
    },
    /** It worked: the next pause is short again. */
    reset: (): void => {
      nextMs = firstPauseMs;
    },
  };
}
