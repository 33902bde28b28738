import { isTransient } from '#platform/database/is-transient.ts';
import { retry } from '#platform/waiting/retry.ts';

/** If a server is away for longer than all these waits together, the execution fails; a restart continues it. */
export const retryAfterMs = [100, 250, 500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;

/** Repeats an idempotent operation while it fails with a transient error of the database. */
export function retryTransient<Value>(work: () => PromiseLike<Value>, signal?: AbortSignal): Promise<Value> {
  return retry(work, { waitsMs: retryAfterMs, isTransient, signal });
}
