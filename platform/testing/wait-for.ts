import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until a condition holds and gives its value back.
 *
 * @param condition gives a value, or undefined, null or false while it does not hold yet
 * @throws when it does not hold within the limit (in milliseconds)
 */
export async function waitFor<Value>(
  what: string,
  condition: () => Promise<Value | undefined | null | false> | Value | undefined | null | false,
  withinMs = 30_000,
): Promise<Value> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== null && value !== false) return value;
    if (performance.now() > giveUpAt) throw new Error(`Waited ${withinMs} ms in vain for ${what}`);
    await delay(10);
  }
}
