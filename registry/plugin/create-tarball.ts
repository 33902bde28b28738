import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const blockBytes = 512;
const compress = promisify(gzip);

/** Creates a gzipped tar archive (POSIX.1-1988 ustar) of one executable file. The same file always gives the same bytes. */
export function createTarball(path: string, content: Buffer): Promise<Buffer> {
  const padding = Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes);
  const end = Buffer.alloc(2 * blockBytes);
  return compress(Buffer.concat([createHeader(path, content.length), content, padding, end]));
}

function createHeader(path: string, sizeBytes: number): Buffer {
  const header = Buffer.alloc(blockBytes);
  const write = (text: string, offset: number) => header.write(text, offset, 'latin1');
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  write(path, 0);
  write(octal(0o755, 7), 100);
  write(octal(0, 7), 108);
  write(octal(0, 7), 116);
  write(octal(sizeBytes, 11), 124);
  write(octal(0, 11), 136);
  // The checksum counts itself as blanks.
  write(' '.repeat(8), 148);
  write('0', 156);
  write('ustar\x0000', 257);
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  write(`${octal(checksum, 6)} `, 148);
  return header;
}
