import type { LineValues } from './draft-values.ts';

/** A line before and after; one of them is absent if it was added or removed. */
export interface LinePair {
  readonly before: LineValues | undefined;
  readonly after: LineValues | undefined;
}

/**
 * Finds out which line became which, where no key tells: lines that are the same stay together in their order (longest common
 * subsequence), and what stands between them in both belongs together one by one.
 *
 * @param toText gives the same text for lines that are the same
 */
export function alignLines(
  before: readonly LineValues[],
  after: readonly LineValues[],
  toText: (line: LineValues) => string,
): readonly LinePair[] {
  const [texts, others] = [before.map(toText), after.map(toText)];
  const lengths = measureCommon(texts, others);
  const width = after.length + 1;
  const pairs: LinePair[] = [];
  let [i, j] = [0, 0];
  let [gapBefore, gapAfter]: [LineValues[], LineValues[]] = [[], []];
  const closeGap = () => {
    for (let index = 0; index < Math.max(gapBefore.length, gapAfter.length); index += 1)
      pairs.push({ before: gapBefore[index], after: gapAfter[index] });
    [gapBefore, gapAfter] = [[], []];
  };
  while (i < before.length || j < after.length) {
    const [one, other] = [before[i], after[j]];
    const isBeforeNext = (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0);
    if (one && other && texts[i] === others[j]) {
      closeGap();
      pairs.push({ before: one, after: other });
      i += 1;
      j += 1;
    } else if (one && (other === undefined || isBeforeNext)) {
      gapBefore.push(one);
      i += 1;
    } else if (other) {
      gapAfter.push(other);
      j += 1;
    }
  }
  closeGap();
  return pairs;
}

/** The lengths of the longest common subsequences of all ends of both lists. */
function measureCommon(texts: readonly string[], others: readonly string[]): Uint16Array {
  const width = others.length + 1;
  const lengths = new Uint16Array((texts.length + 1) * width);
  for (let i = texts.length - 1; i >= 0; i -= 1)
    for (let j = others.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        texts[i] === others[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
  return lengths;
}
