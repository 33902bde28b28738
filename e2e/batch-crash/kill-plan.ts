import type { Random } from '#platform/testing/random.ts';

/** A kill, due when so much of the file is loaded. */
export interface Kill {
  readonly victim: 'worker' | 'PostgreSQL';
  /** From 0 to 1. */
  readonly share: number;
  /** Waited beyond that, so that any moment of a chunk may be hit. */
  readonly delayMs: number;
}

/** The rest of the file remains so that the last kills still hit the load. */
const plannedShare = 0.85;

/**
 * Spreads kills over a load at random.
 *
 * @param mostDelayMs about as long as a few chunks take
 */
export function planKills(
  random: Random,
  counts: { readonly kills: number; readonly serverKills: number },
  mostDelayMs: number,
): Kill[] {
  const plan = (victim: Kill['victim'], count: number) =>
    Array.from({ length: count }, (_, nth): Kill => {
      const share = ((nth + random.below(1_000) / 1_000) / count) * plannedShare;
      return { victim, share, delayMs: random.below(mostDelayMs) };
    });
  return [...plan('worker', counts.kills), ...plan('PostgreSQL', counts.serverKills)].toSorted(
    (one, other) => one.share - other.share,
  );
}
