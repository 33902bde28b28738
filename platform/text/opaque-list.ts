/** The longest text that is read, in UTF-16 code units: several times what the longest name in a list takes. */
const maxTextLength = 16_384;

/** Writes texts as one URL-safe text that its readers give back without looking inside (base64url of a JSON list). */
export function formatOpaqueList(texts: readonly string[]): string {
  return Buffer.from(JSON.stringify(texts)).toString('base64url');
}

/** Reads the texts of `formatOpaqueList`; undefined for any other text. */
export function parseOpaqueList(text: string): string[] | undefined {
  if (text.length > maxTextLength) return undefined;
  try {
    const list: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(list) && list.every((part) => typeof part === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}
