import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '#platform/testing/random.ts';
import type { Victim } from '../event-path/victims.ts';

const mostBetweenMs = 12_000;

/**
 * Kills each victim again and again at random moments, whatever the others do, for so many milliseconds; resolves with the
 * number of kills of each once all work again.
 */
export async function killAtRandom(
  victims: readonly Victim[],
  options: { readonly forMs: number; readonly random: Random; readonly signal: AbortSignal },
): Promise<Readonly<Record<string, number>>> {
  const { forMs, random, signal } = options;
  const endsAt = performance.now() + forMs;
  const kills: Record<string, number> = Object.fromEntries(victims.map(({ name }) => [name, 0]));
  const killAgainAndAgain = async (victim: Victim) => {
    for (;;) {
      const pauseMs = random.below(mostBetweenMs);
      if (performance.now() + pauseMs > endsAt) return;
      await delay(pauseMs, undefined, { signal });
      kills[victim.name] = (kills[victim.name] ?? 0) + 1;
      await victim.killAndRestart();
    }
  };
  await Promise.all(victims.map(killAgainAndAgain));
  return kills;
}
