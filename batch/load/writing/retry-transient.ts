import { retry } from '#platform/waiting/retry.ts';
import { isTransient } from './is-transient.ts';

/** A server that is away longer than all these waits together fails the execution; a restart goes on. */
export const retryAfterMs = [100, 250, 500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;

/** Repeats an idempotent operation while it fails with a transient error of the database. */
export function retryTransient<Value>(work: () => PromiseLike<Value>, signal?: AbortSignal): Promise<Value> {
  return retry(work, { waitsMs: retryAfterMs, isTransient, signal });
}
