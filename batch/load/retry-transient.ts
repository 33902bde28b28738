import { setTimeout as delay } from 'node:timers/promises';
import { isTransient } from './is-transient.ts';

/** A server that is away longer than all these waits together fails the execution; a restart goes on. */
export const retryAfterMs = [100, 250, 500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;

/** Does something that may be done twice again for as long as it fails for what passes by itself. */
export async function retryTransient<Value>(
  work: () => PromiseLike<Value>,
  signal?: AbortSignal,
): Promise<Value> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const waitMs = retryAfterMs[attempt];
      if (waitMs === undefined || !isTransient(error)) throw error;
      await delay(waitMs, undefined, signal && { signal });
    }
  }
}
