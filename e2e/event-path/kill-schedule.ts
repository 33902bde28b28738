import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '#platform/testing/random.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { Victim } from './victims.ts';

/** Kills that go along with a load. */
export interface KillSchedule {
  /** The number of kills of each victim, by name. */
  readonly kills: Readonly<Record<string, number>>;
  /** Waits while a kill that is due has not happened, so that it happens in the midst of work. */
  mayGoOn(issued: number): Promise<void>;
  /** Resolves when all have been killed as often as they should, and work again. */
  readonly done: Promise<void>;
}

const mostAfterDueMs = 250;
/** The load may stand still for so long, as it does while a victim that is due has not come back from its kill before. */
const mostWaitMs = 300_000;

/**
 * Kills each victim so many times, each time at a random moment of its own share of the load. Victims know nothing of
 * each other: several may be down at once.
 */
export function startKilling(
  victims: readonly Victim[],
  options: {
    readonly messages: number;
    readonly kills: number;
    readonly random: Random;
    readonly issued: () => number;
    readonly signal: AbortSignal;
  },
): KillSchedule {
  const { messages, kills: rounds, random, issued, signal } = options;
  const kills: Record<string, number> = Object.fromEntries(victims.map(({ name }) => [name, 0]));
  const nextDue = new Map<string, number>();
  const share = messages / (rounds + 1);
  const slack = Math.max(share / 10, 100);

  const killAgainAndAgain = async (victim: Victim) => {
    const dues = Array.from({ length: rounds }, (_, round) =>
      Math.floor((round + 0.25 + random.below(1_000) / 1_000) * share),
    );
    for (const due of dues) {
      nextDue.set(victim.name, due);
      await waitForLoad(due, issued, signal);
      await delay(random.below(mostAfterDueMs), undefined, { signal });
      const recovered = victim.killAndRestart();
      kills[victim.name] = (kills[victim.name] ?? 0) + 1;
      nextDue.delete(victim.name);
      await recovered;
    }
  };
  const isHeld = (count: number) => [...nextDue.values()].some((due) => count >= due + slack);
  return {
    kills,
    mayGoOn: async (count) => {
      await waitFor('the kill that is due', () => signal.aborted || !isHeld(count), mostWaitMs);
    },
    done: Promise.all(victims.map(killAgainAndAgain)).then(() => {}),
  };
}

/** Waits for a place in the load, however slow it is, unless it stands still. */
async function waitForLoad(due: number, issued: () => number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && issued() < due) {
    const before = issued();
    await waitFor('the load to go on', () => signal.aborted || issued() > before, mostWaitMs);
  }
}
