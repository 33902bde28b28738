import { retry } from '#platform/waiting/retry.ts';
import { isTransient } from './is-transient.ts';

const maxWaitMs = 5_000;

/**
 * Repeats idempotent work of a subscription while the database is away, for as long as somebody follows: a subscription that ended
 * by it would have to be begun again by everybody at once.
 *
 * @param signal aborts when the follower leaves
 * @throws an error that is not transient, or an AbortError
 */
export function retryWhileFollowed<Value>(
  work: () => PromiseLike<Value>,
  signal: AbortSignal,
): Promise<Value> {
  return retry(work, { waitsMs: createWaits(), isTransient, signal });
}

function* createWaits(): Generator<number, never> {
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, maxWaitMs)) yield waitMs;
}
