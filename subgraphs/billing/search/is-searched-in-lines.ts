/** The index contains parts of three characters. */
const hasIndexedPart = /[\p{L}\p{N}]{3}/v;

/**
 * Tests if a text is searched in lines too: not without three letters or digits side by side. For such a text there is no
 * index, and a search would read all lines of the ledger.
 */
export function isSearchedInLines(text: string): boolean {
  return hasIndexedPart.test(text);
}
