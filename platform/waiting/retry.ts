import { setTimeout as delay } from 'node:timers/promises';

export interface RetryOptions {
  /** The waits between attempts, in milliseconds: there is one attempt more than waits. Waits without an end need a signal. */
  readonly waitsMs: Iterable<number>;
  /** Tests if another attempt may succeed after this error. */
  readonly isTransient: (error: unknown) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Repeats idempotent work while it fails with a transient error.
 *
 * @throws the error of the last attempt, or an AbortError if the signal aborts during a wait
 */
export async function retry<Value>(work: () => PromiseLike<Value>, options: RetryOptions): Promise<Value> {
  for (const waitMs of options.waitsMs) {
    try {
      return await work();
    } catch (error) {
      if (!options.isTransient(error)) throw error;
      await delay(waitMs, undefined, options.signal && { signal: options.signal });
    }
  }
  return work();
}
