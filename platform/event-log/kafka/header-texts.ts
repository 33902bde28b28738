/** The largest number of bytes of a text that is compared; longer texts are read again. */
const mostBytes = 64;

/** A text and where it was met last. */
interface KnownText {
  bytes: Buffer;
  start: number;
  end: number;
  text: string;
}

/**
 * Texts out of bytes, one place after the other. Most headers are those of the record before: a place whose bytes are the
 * same as last time gives the same text, without reading it.
 */
export class HeaderTexts {
  readonly #known: (KnownText | undefined)[] = [];

  read(place: number, bytes: Buffer, start: number, end: number): string {
    const known = this.#known[place];
    if (known === undefined) {
      const text = bytes.toString('utf8', start, end);
      this.#known[place] = { bytes, start, end, text };
      return text;
    }
    if (!isSame(known, bytes, start, end)) known.text = bytes.toString('utf8', start, end);
    // The latest bytes, so that those before them can go.
    known.bytes = bytes;
    known.start = start;
    known.end = end;
    return known.text;
  }
}

function isSame(known: KnownText, bytes: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (length !== known.end - known.start || length > mostBytes) return false;
  // From the end, where those that differ do.
  for (let index = length - 1; index >= 0; index -= 1)
    if (bytes[start + index] !== known.bytes[known.start + index]) return false;
  return true;
}
