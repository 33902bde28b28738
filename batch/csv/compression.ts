export type Compression = 'gzip' | 'zstd';

/** The number of bytes at the beginning of a file that show its compression. */
export const magicBytes = 4;

/**
 * Detects by the magic number if and how bytes are compressed: gzip (RFC 1952, section 2.3.1), zstd with a frame or
 * a skippable frame in front (RFC 8878, section 3.1).
 */
export function detectCompression(head: Uint8Array): Compression | undefined {
  const [first = 0, second, third, fourth] = head;
  if (first === 0x1f && second === 0x8b) return 'gzip';
  if (first === 0x28 && second === 0xb5 && third === 0x2f && fourth === 0xfd) return 'zstd';
  if ((first & 0xf0) === 0x50 && second === 0x2a && third === 0x4d && fourth === 0x18) return 'zstd';
  return undefined;
}
