/**
 * Sequences whose invisible characters change what is seen, by Unicode's own rules. Everything else invisible is noise.
 *
 * An invisible character is one with the property Default_Ignorable_Code_Point, an annotation mark (U+FFF9 to U+FFFB),
 * or one that reorders text (Bidi_Control).
 */

/** An emoji, with its variation selector or skin tone and its keycap (UTS #51, 1.4). */
const emoji = String.raw`\p{Extended_Pictographic}[\uFE0E\uFE0F\p{Emoji_Modifier}]?\u20E3?`;

/** A flag of a part of a country: a black flag, tag letters, and the tag that ends them (UTS #51, C.1). */
const tagFlag = String.raw`\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}`;

/** Signs that make a consonant lose its vowel (canonical combining class 9). */
const virama = String.raw`[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D3B\u0D3C\u0D4D\u0DCA\u1039\u17D2\u1A60\u1B44\u1BAA\u1BAB\uA806\uA8C4\uA953\uA9C0\uAAF6\uABED\u{11046}\u{1107F}\u{110B9}\u{11133}\u{111C0}\u{1134D}]`;

/** Letters that take another form beside a joiner. */
const cursive = String.raw`[[[\p{L}\p{M}]--\p{Default_Ignorable_Code_Point}]&&[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mand}\p{scx=Nkoo}\p{scx=Mong}\p{scx=Phag}\p{scx=Adlm}\p{scx=Rohg}]]`;

/** A character that takes another form after a virama and ZWNJ. */
const letter = String.raw`[\p{L}--\p{Default_Ignorable_Code_Point}]`;

const meaningful = [
  tagFlag,
  `${emoji}(?:\\u200D${emoji})*`,
  String.raw`[0-9#*]\uFE0F\u20E3`,
  // Where joiners make letters meet or part (RFC 5892, appendix A).
  String.raw`${virama}(?:\u200D|\u200C(?=${letter}))`,
  String.raw`${letter}\u200D(?=${virama})`,
  String.raw`${cursive}(?:\u200D|\u200C(?=${cursive}))`,
  // Standardized and ideographic variants (UTS #37).
  String.raw`\p{Script=Han}[\uFE00-\uFE02\u{E0100}-\u{E01EF}]`,
  String.raw`\p{Script=Mymr}\uFE00`,
  String.raw`\p{Script=Mong}[\u180B-\u180F]`,
].join('|');

/** Marks that make a text appear in another order than it is stored in (UAX #9): they deceive, so they are refused. */
export const reorderingMarks = String.raw`\u202A-\u202E\u2066-\u2069`;

const noise = String.raw`[[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]--[${reorderingMarks}]]`;

const kept = new RegExp(`(${meaningful})|${noise}`, 'gv');
const hasNoise = new RegExp(noise, 'v');

/**
 * Removes invisible characters that change nothing of what is seen, such as U+00AD, U+200B, U+200E, U+FEFF, tags and
 * stray variation selectors. Joiners stay where letters or emoji need them.
 */
export function removeInvisibleMarks(text: string): string {
  return hasNoise.test(text) ? text.replace(kept, '$1') : text;
}
