export type Headers = Readonly<Record<string, string>>;

/** Reads the headers that lie between two places. */
export type HeaderReader = (packed: Buffer, start: number, end: number) => Headers;

/**
 * The packed headers of records that are appended at once: most have the names of the first record's, in the same
 * order, and many of its values. Then a zero byte comes, and for each name 0 for the first record's value, or else the byte
 * length of another plus 1, as an unsigned LEB128 number, and that value. Headers with other names are a JSON object, which
 * begins with a brace.
 */
const likeFirst = 0;

/** Packs the headers of one record after the other, given also as JSON. */
export function createHeaderPacker(first: Headers): (headers: Headers, json: Buffer) => Buffer {
  const names = Object.keys(first);
  const isLikeFirst = (headers: Headers) => {
    const own = Object.keys(headers);
    return own.length === names.length && own.every((name, index) => name === names[index]);
  };
  const pack = (headers: Headers) => {
    const parts: Uint8Array[] = [Buffer.of(likeFirst)];
    for (const name of names) {
      const value = headers[name] ?? '';
      if (value === first[name]) parts.push(sameAsFirst);
      else {
        const bytes = Buffer.from(value);
        parts.push(toLeb128(bytes.length + 1), bytes);
      }
    }
    return Buffer.concat(parts);
  };
  return (headers, json) => (isLikeFirst(headers) ? pack(headers) : json);
}

/** Reads what was packed after the same first record's headers. */
export function createHeaderReader(first: Headers): HeaderReader {
  const names = Object.keys(first);
  return (packed, start, end) => {
    if (packed[start] !== likeFirst) return readJson(packed, start, end);
    const headers: Record<string, string> = { ...first };
    let at = start + 1;
    for (const name of names) {
      let length = 0;
      let byte: number;
      let unit = 1;
      do {
        byte = packed[at] ?? 0;
        at += 1;
        length += (byte & 0x7f) * unit;
        unit *= 0x80;
      } while (byte >= 0x80);
      if (length === 0) continue;
      headers[name] = packed.toString('utf8', at, at + length - 1);
      at += length - 1;
    }
    return headers;
  };
}

/** Headers as a JSON object. */
export const readJson: HeaderReader = (packed, start, end) =>
  start === end ? {} : (JSON.parse(packed.toString('utf8', start, end)) as Headers);

const sameAsFirst = Buffer.of(0);

function toLeb128(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
