import { setTimeout as delay } from 'node:timers/promises';

/** Whether a promise settles, in either way, within so many milliseconds. */
export async function settlesWithin(promise: Promise<unknown>, withinMs: number): Promise<boolean> {
  const settled = promise.then(
    () => true,
    () => true,
  );
  const giveUp = new AbortController();
  const overdue = delay(withinMs, false, { signal: giveUp.signal }).catch(() => false);
  try {
    return await Promise.race([settled, overdue]);
  } finally {
    giveUp.abort();
  }
}
