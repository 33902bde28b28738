/** Parses a text from outside, whose size its reader bounds. @returns undefined if it is not JSON (RFC 8259) */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
