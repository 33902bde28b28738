/** Turns UTF-16 into UTF-8, in pieces of any size. */
export interface Utf16Transcoder {
  /** `isLast` with the end of the file. A lone surrogate or a half unit becomes the byte 0xFF, which no UTF-8 has. */
  transcode(bytes: Uint8Array, isLast: boolean): Buffer;
}

/** The byte that replaces anything that is not a character. */
const badByte = Buffer.of(0xff);

export function createUtf16Transcoder(isBigEndian: boolean): Utf16Transcoder {
  let tail = Buffer.alloc(0);
  return {
    transcode: (bytes, isLast) => {
      const given = Buffer.concat([tail, bytes]);
      let end = given.length & ~1;
      if (!isLast && end > 0 && isHighSurrogate(given, end - 2, isBigEndian)) end -= 2;
      tail = Buffer.from(given.subarray(end));
      const units = Buffer.from(given.subarray(0, end));
      const utf8 = toUtf8((isBigEndian ? units.swap16() : units).toString('utf16le'));
      return isLast && tail.length > 0 ? Buffer.concat([utf8, badByte]) : utf8;
    },
  };
}

/** Counts the bytes in UTF-16 of a piece of the transcoder's output. */
export function countUtf16Bytes(utf8: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let at = start; at < end; at += 1) {
    const byte = utf8[at] as number;
    if (byte < 0x80 || byte >= 0xc0) units += byte >= 0xf0 && byte < 0xff ? 2 : 1;
  }
  return units * 2;
}

function isHighSurrogate(bytes: Buffer, at: number, isBigEndian: boolean): boolean {
  const unit = isBigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
  return unit >= 0xd800 && unit < 0xdc00;
}

function toUtf8(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8');
  const pieces: Buffer[] = [];
  for (const character of text) {
    pieces.push(character.isWellFormed() ? Buffer.from(character, 'utf8') : badByte);
  }
  return Buffer.concat(pieces);
}
