/** A text of the index, and the share of all texts that it stands for. */
export interface SampledText {
  readonly text: string;
  /** From 0 to 1. */
  readonly share: number;
}

/** Candidates of this share of the texts are read soon: 3,000 of 1,000,000. */
const few = 0.003;

/**
 * Of parts that a text has all of, chooses those by which the index finds few candidates with little work: it reads each of its
 * lists that a part names, and one of a frequent part has hundreds of thousands of entries. None if there is no sample, or nothing
 * to choose: then the whole text is looked up.
 */
export function chooseRareParts(sample: readonly SampledText[], parts: readonly string[]): string[] {
  if (parts.length < 2 || sample.length === 0) return [];
  const withShares = parts
    .map((part) => ({ part, share: addUp(keepWith(sample, part)) }))
    .toSorted((one, other) => one.share - other.share || other.part.length - one.part.length);
  const chosen: string[] = [];
  let left = sample;
  for (const { part } of withShares) {
    chosen.push(part);
    left = keepWith(left, part);
    if (addUp(left) <= few) break;
  }
  return chosen;
}

/** The lower case of JavaScript is not always that of PostgreSQL, which matters little to an estimate. */
function keepWith(sample: readonly SampledText[], part: string): readonly SampledText[] {
  const lowered = part.toLowerCase();
  return sample.filter(({ text }) => text.includes(lowered));
}

const addUp = (sample: readonly SampledText[]) => sample.reduce((all, { share }) => all + share, 0);
