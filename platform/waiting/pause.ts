import { setTimeout as delay } from 'node:timers/promises';

/** Waits so many milliseconds. An abort of the signal ends the wait early; it does not reject. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, signal && { signal }).catch(() => {});
}
