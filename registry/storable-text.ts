/** Tests if PostgreSQL can keep a text: UTF-8 has no lone surrogates, and no text there has the character U+0000. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Removes what PostgreSQL cannot keep. */
export function toStorableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}
