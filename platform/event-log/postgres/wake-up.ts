/** A bell that a loop waits for when it has nothing to do; a ring while it is busy is kept. */
export function createWakeUp() {
  let isRung = false;
  let wake: (() => void) | undefined;
  return {
    ring: (): void => {
      isRung = true;
      wake?.();
    },
    /** Waits for a ring, at most so long, or until the signal aborts. */
    wait: async (atMostMs: number, signal: AbortSignal): Promise<void> => {
      if (!isRung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, atMostMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
        });
        if (wake !== undefined) signal.removeEventListener('abort', wake);
        wake = undefined;
      }
      isRung = false;
    },
  };
}

export type WakeUp = ReturnType<typeof createWakeUp>;
