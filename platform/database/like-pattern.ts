/** A pattern for LIKE or ILIKE that matches whatever contains the text, its special characters taken as they are. */
export function toContainsPattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
