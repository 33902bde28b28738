import { inflateSync } from 'node:zlib';

/** The sizes of the parts of both formats, in bytes (WOFF 1.0, sections 3 and 4; OpenType, table directory). */
const woffHeaderBytes = 44;
const woffEntryBytes = 20;
const headerBytes = 12;
const entryBytes = 16;
const signature = 0x774f4646;
/** No table of a font that is shipped comes near this size; it bounds what a broken file may ask for. */
const maxFontBytes = 32 * 1024 * 1024;

interface Table {
  readonly tag: Buffer;
  readonly checksum: number;
  readonly bytes: Buffer;
}

/**
 * Unpacks a font in WOFF 1.0 into the OpenType font that it holds.
 *
 * @throws {RangeError} if the bytes are not a font in WOFF 1.0
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.length < woffHeaderBytes || woff.readUInt32BE(0) !== signature)
    throw new RangeError('The file is not a font in WOFF 1.0.');
  const flavor = woff.readUInt32BE(4);
  const tables = readTables(woff, woff.readUInt16BE(12));
  return writeFont(flavor, tables);
}

function readTables(woff: Buffer, count: number): Table[] {
  let left = maxFontBytes;
  return Array.from({ length: count }, (_, index) => {
    const at = woffHeaderBytes + index * woffEntryBytes;
    const [offset, packed, length] = [4, 8, 12].map((part) => woff.readUInt32BE(at + part)) as [
      number,
      number,
      number,
    ];
    left -= length;
    if (left < 0) throw new RangeError(`The tables of the font have more than ${maxFontBytes} bytes.`);
    const stored = woff.subarray(offset, offset + packed);
    const bytes = packed < length ? inflateSync(stored, { maxOutputLength: length }) : stored;
    if (bytes.length !== length) throw new RangeError('A table of the font has another length than it says.');
    return { tag: woff.subarray(at, at + 4), checksum: woff.readUInt32BE(at + 16), bytes };
  });
}

function writeFont(flavor: number, tables: readonly Table[]): Buffer {
  const directory = Buffer.alloc(headerBytes + tables.length * entryBytes);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  directory.writeUInt32BE(flavor, 0);
  directory.writeUInt16BE(tables.length, 4);
  directory.writeUInt16BE(power * entryBytes, 6);
  directory.writeUInt16BE(Math.log2(power), 8);
  directory.writeUInt16BE((tables.length - power) * entryBytes, 10);
  const parts: Buffer[] = [directory];
  let offset = directory.length;
  for (const [index, { tag, checksum, bytes }] of tables.entries()) {
    const at = headerBytes + index * entryBytes;
    tag.copy(directory, at);
    for (const [part, value] of [checksum, offset, bytes.length].entries())
      directory.writeUInt32BE(value, at + 4 + part * 4);
    // Tables begin at multiples of four bytes.
    const padding = -bytes.length & 3;
    parts.push(bytes, Buffer.alloc(padding));
    offset += bytes.length + padding;
  }
  return Buffer.concat(parts);
}
