import { crc32, inflateSync } from 'node:zlib';

/** A picture that documents may bear: a PNG file, or a JPEG one. */
interface LogoImage {
  readonly width: number;
  readonly height: number;
}

const maxSide = 2_000;
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Markers of JPEG that begin a frame with its size (ITU-T T.81, table B.1), but for those of lossless and arithmetic coding. */
const frames = new Set([0xc0, 0xc1, 0xc2]);
/** Markers without a length. */
const bare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9);

/**
 * Reads a picture. PDF/A-3 has colours of one profile, so that JPEG in CMYK is refused, and the library
 * that embeds pictures takes no interlaced PNG.
 *
 * @returns the picture's size, or what is wrong
 */
export function readLogoImage(bytes: Buffer): LogoImage | { readonly problem: string } {
  const size = bytes.subarray(0, 8).equals(pngSignature) ? readPng(bytes) : readJpeg(bytes);
  if ('problem' in size) return size;
  return isInBounds(size)
    ? size
    : { problem: `must be a picture of at most ${maxSide} by ${maxSide} pixels` };
}

function isInBounds({ width, height }: LogoImage): boolean {
  return width >= 1 && height >= 1 && width <= maxSide && height <= maxSide;
}

/** The samples of a pixel by the colour type of a PNG. */
const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Reads a PNG whole (RFC 2083): a document could not be drawn with one that is damaged. */
function readPng(bytes: Buffer): LogoImage | { readonly problem: string } {
  const chunks = readChunks(bytes);
  const head = chunks?.[0]?.name === 'IHDR' ? chunks[0].data : undefined;
  if (chunks === undefined || head?.length !== 13) return { problem: 'is not a whole PNG file' };
  if (head[8] !== 8 || head[12] !== 0)
    return { problem: 'must be a PNG of 8 bits for each colour that is not interlaced' };
  const size = { width: head.readUInt32BE(0), height: head.readUInt32BE(4) };
  const count = samples[head[9] ?? -1];
  if (!isInBounds(size)) return size;
  const isPalette = head[9] === 3;
  const hasPalette = chunks.some(({ name, data }) => name === 'PLTE' && data.length >= 3);
  if (count === undefined || (isPalette && !hasPalette)) return { problem: 'is not a whole PNG file' };
  const pixels = Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data));
  return hasLength(pixels, size.height * (1 + size.width * count))
    ? size
    : { problem: 'is not a whole PNG file' };
}

interface Chunk {
  readonly name: string;
  readonly data: Buffer;
}

/** The chunks up to the last one; undefined if one is cut off or damaged. */
function readChunks(bytes: Buffer): Chunk[] | undefined {
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length) return undefined;
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return undefined;
    const name = bytes.toString('latin1', at + 4, at + 8);
    chunks.push({ name, data: bytes.subarray(at + 8, end) });
    if (name === 'IEND') return chunks;
    at = end + 4;
  }
  return undefined;
}

/** True if compressed bytes unfold to so many. */
function hasLength(compressed: Buffer, length: number): boolean {
  try {
    return inflateSync(compressed, { maxOutputLength: length + 1 }).length === length;
  } catch {
    return false;
  }
}

function readJpeg(bytes: Buffer): LogoImage | { readonly problem: string } {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return { problem: 'must be a PNG or a JPEG picture' };
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (frames.has(marker)) {
      const components = bytes[at + 9];
      if (components !== 1 && components !== 3)
        return { problem: 'must be a JPEG in grey or in RGB, not in CMYK' };
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    at += 2 + (bare(marker) ? 0 : bytes.readUInt16BE(at + 2));
  }
  return { problem: 'is not a whole JPEG file' };
}
