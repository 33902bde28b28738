import createBidi, { type Bidi } from 'bidi-js';

// The package is a CommonJS function, where its types name a module with a default export.
const bidi = (createBidi as unknown as () => Bidi)();

/** Letters of scripts that are written from right to left, and characters that change directions. */
const rightToLeft =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Letters that fontkit takes for those of a script from right to left, and reverses. */
const strong = /[\u05d0-\u05f4\u0620-\u064a\u066e-\u06d3\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

export type Direction = 'ltr' | 'rtl';

/** The direction of a paragraph: that of its first letter (UAX 9, rules P2 and P3). Its lines share it. */
export function findDirection(text: string): Direction {
  if (!rightToLeft.test(text)) return 'ltr';
  return (bidi.getEmbeddingLevels(text).paragraphs[0]?.level ?? 0) % 2 === 0 ? 'ltr' : 'rtl';
}

/** The level of each UTF-16 unit by the Unicode Bidirectional Algorithm: odd is from right to left. All zero if undefined. */
export function toLevels(text: string, direction: Direction): Uint8Array | undefined {
  if (direction === 'ltr' && !rightToLeft.test(text)) return undefined;
  return bidi.getEmbeddingLevels(text, direction).levels;
}

/** A text of one level as the layout of fonts takes it: parentheses mirrored, and in logical order if it has letters. */
export function toShapedText(text: string, level: number): string {
  if (level % 2 === 0) return text;
  const mirrored = [...text].map((character) => bidi.getMirroredCharacter(character) ?? character);
  return (strong.test(text) ? mirrored : mirrored.toReversed()).join('');
}

/** Puts the parts of a line into the order in which they are seen, from left to right (UAX 9, rule L2). */
export function toVisualOrder<Part extends { readonly level: number }>(parts: readonly Part[]): Part[] {
  const ordered = [...parts];
  const levels = parts.map(({ level }) => level);
  const highest = Math.max(0, ...levels);
  for (let level = highest; level >= 1; level -= 1)
    for (let start = 0; start < ordered.length; start += 1) {
      let end = start;
      while (end < ordered.length && (ordered[end]?.level ?? 0) >= level) end += 1;
      if (end > start + 1) ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = end;
    }
  return ordered;
}
