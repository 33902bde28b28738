/** A pattern for LIKE or ILIKE that matches whatever contains the text, its special characters taken as they are. */
export function toContainsPattern(text: string): string {
  return `%${escapePattern(text)}%`;
}

/** A pattern for LIKE that matches whatever begins with the text, its special characters taken as they are. */
export function toPrefixPattern(text: string): string {
  return `${escapePattern(text)}%`;
}

function escapePattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
