import type { Bucket } from './bucket.ts';
import type { Counts } from './counts.ts';
import type { TakeOutcome } from './key-count.ts';

/** Points that an operation takes from the bucket of a key. */
export interface Charge {
  readonly bucket: Bucket;
  readonly key: string;
  readonly points: number;
}

/** A charge that could not be taken. */
export interface Shortfall {
  readonly charge: Charge;
  readonly outcome: Exclude<TakeOutcome, 'taken'>;
}

/** Takes all charges or none; answers later only if the store must be asked. */
export function takeAll(
  counts: Pick<Counts, 'take' | 'giveBack'>,
  charges: readonly Charge[],
): Shortfall | undefined | Promise<Shortfall | undefined> {
  for (const [index, charge] of charges.entries()) {
    const outcome = counts.take(charge.bucket, charge.key, charge.points);
    if (outcome instanceof Promise) return takeLater(counts, charges, index, outcome);
    if (outcome !== 'taken') return giveBack(counts, charges, index, outcome);
  }
  return undefined;
}

async function takeLater(
  counts: Pick<Counts, 'take' | 'giveBack'>,
  charges: readonly Charge[],
  from: number,
  first: Promise<TakeOutcome>,
): Promise<Shortfall | undefined> {
  let outcome = await first;
  for (let index = from; ; ) {
    if (outcome !== 'taken') return giveBack(counts, charges, index, outcome);
    index += 1;
    const charge = charges[index];
    if (charge === undefined) return undefined;
    outcome = await counts.take(charge.bucket, charge.key, charge.points);
  }
}

/** Gives back the charges before the one that was not taken. */
function giveBack(
  counts: Pick<Counts, 'giveBack'>,
  charges: readonly Charge[],
  index: number,
  outcome: Shortfall['outcome'],
): Shortfall | undefined {
  for (const { bucket, key, points } of charges.slice(0, index)) counts.giveBack(bucket, key, points);
  const charge = charges[index];
  return charge && { charge, outcome };
}
