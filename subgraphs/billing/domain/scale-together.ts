import { type Fraction, scale } from './scale.ts';

/**
 * Takes the same part of several values, in their order. The parts add up to the part of the sum of the values. As the
 * fraction grows, each part goes from zero to its value and never back, so that none of several credits takes the
 * wrong direction.
 *
 * Values above and below zero are apart: of the ones that weigh less the part is rounded, and that of the others follows,
 * so that neither ever shrinks.
 *
 * @param fraction from zero to one
 */
export function scaleTogether(values: readonly bigint[], fraction: Fraction): bigint[] {
  const gains = values.map((value) => (value > 0n ? value : 0n));
  const losses = values.map((value) => (value < 0n ? -value : 0n));
  const [gain, loss] = [add(gains), add(losses)];
  const part = scale(gain - loss, fraction);
  const [gainPart, lossPart] =
    gain >= loss
      ? [part + scale(loss, fraction), scale(loss, fraction)]
      : [scale(gain, fraction), scale(gain, fraction) - part];
  const [gainParts, lossParts] = [takeUnits(gains, gainPart), takeUnits(losses, lossPart)];
  return values.map((_value, index) => (gainParts[index] ?? 0n) - (lossParts[index] ?? 0n));
}

/**
 * Takes a number of units from several wholes by the divisor method of Sainte-Laguë: unit number `n` of a whole of `w`
 * units has the place `(2n - 1) / 2w` between zero and one, and the units are taken in the order of their places. One more
 * unit thus never changes who has the others.
 *
 * @param wholes from zero
 * @param count from zero to the sum of the wholes
 */
function takeUnits(wholes: readonly bigint[], count: bigint): bigint[] {
  const sum = add(wholes);
  if (sum === 0n) return wholes.map(() => 0n);
  // All units whose place is at most the part that is taken; rarely some more or less than wanted.
  const taken = wholes.map((whole) => (2n * whole * count + sum) / (2n * sum));
  for (let left = count - add(taken); left !== 0n; left += left > 0n ? -1n : 1n) {
    const step = left > 0n ? 1n : -1n;
    const next = wholes
      .map((whole, index) => ({ whole, index, units: taken[index] ?? 0n }))
      .filter(({ whole, units }) => (step > 0n ? units < whole : units > 0n))
      .reduce((best, one) => {
        // Twice the place of the next unit to take or to give back, times the whole.
        const difference = (one.units * 2n + step) * best.whole - (best.units * 2n + step) * one.whole;
        return (step > 0n ? difference < 0n : difference >= 0n) ? one : best;
      });
    taken[next.index] = next.units + step;
  }
  return taken;
}

function add(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n);
}
