import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { pause } from '#platform/waiting/pause.ts';

const bounds = { firstMs: 50, maxMs: 5_000 };

/** Growing pauses between attempts that go on until one succeeds. */
export function createRetryPauses(signal: AbortSignal) {
  let failures = 0;
  return {
    /** Ends early when the signal aborts. */
    pause: async (): Promise<void> => {
      failures += 1;
      await pause(toBackoffMs(failures, bounds), signal);
    },
    /** An attempt succeeded: the next pause is short again. */
    reset: (): void => {
      failures = 0;
    },
  };
}
