import { setTimeout as delay } from 'node:timers/promises';

/** A wait that can be cut short. A call while nobody waits cuts short the next wait, so that none is missed. */
export interface WakeUp {
  call(): void;
  /** Waits so many milliseconds at most; ends early when called, or when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function createWakeUp(): WakeUp {
  let called = Promise.withResolvers<void>();
  return {
    call: () => called.resolve(),
    async wait(ms, signal) {
      const over = new AbortController();
      const limit = delay(ms, undefined, { signal: AbortSignal.any([signal, over.signal]) });
      await Promise.race([called.promise, limit.catch(() => {})]);
      over.abort();
      called = Promise.withResolvers<void>();
    },
  };
}
