/** A problem of the text of one cell; its column is known to the reader of the cell. */
export interface CellProblem {
  readonly code: string;
  /** The fault and what would be right. */
  readonly message: string;
}

const maxShownLength = 40;

/** Characters that are invisible, or that change the display of the text around them. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** Formats a cell's text for a message: quoted, cut if it is long, and with escapes for characters that would garble the message. */
export function show(text: string): string {
  const quoted = JSON.stringify(text.length > maxShownLength ? `${text.slice(0, maxShownLength)}…` : text);
  return quoted.replace(
    unseen,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`,
  );
}
