/** What is wrong with the text of one cell; its column is known to whoever reads it. */
export interface CellProblem {
  readonly code: string;
  /** What is wrong and what would be right. */
  readonly message: string;
}

const longestShown = 40;

/** What is not seen, or changes how the text around it is seen. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** A cell's text for a message: quoted, cut when it is long, and with escapes for characters that would garble the message. */
export function show(text: string): string {
  const quoted = JSON.stringify(text.length > longestShown ? `${text.slice(0, longestShown)}…` : text);
  return quoted.replace(
    unseen,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`,
  );
}
