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
 * Reads the head of a picture. PDF/A-3 has colours of one profile, so that JPEG in CMYK is refused, and the library
 * that embeds pictures takes no interlaced PNG.
 *
 * @returns the picture's size, or what is wrong
 */
export function readLogoImage(bytes: Buffer): LogoImage | { readonly problem: string } {
  const size = bytes.subarray(0, 8).equals(pngSignature) ? readPng(bytes) : readJpeg(bytes);
  if ('problem' in size) return size;
  const { width, height } = size;
  return width >= 1 && height >= 1 && width <= maxSide && height <= maxSide
    ? size
    : { problem: `must be a picture of at most ${maxSide} by ${maxSide} pixels` };
}

function readPng(bytes: Buffer): LogoImage | { readonly problem: string } {
  if (bytes.length < 45 || bytes.toString('latin1', 12, 16) !== 'IHDR')
    return { problem: 'is not a whole PNG file' };
  if (bytes[24] !== 8 || bytes[28] !== 0)
    return { problem: 'must be a PNG of 8 bits for each colour that is not interlaced' };
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
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
