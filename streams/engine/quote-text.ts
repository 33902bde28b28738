/** Most texts: JSON writes them unchanged, between quotes. */
const printableAscii = /^[ !#-[\]-~]*$/;

/** Writes a text as JSON, faster than `JSON.stringify`. */
export function quoteText(text: string): string {
  return printableAscii.test(text) ? `"${text}"` : JSON.stringify(text);
}
