import { crc32, deflateSync } from 'node:zlib';

interface PngForm {
  readonly width: number;
  readonly height: number;
  readonly bits?: number;
  readonly isInterlaced?: boolean;
  /** The rows that are there; default all. */
  readonly rows?: number;
}

/** A PNG picture (RFC 2083) of one colour with transparency. */
export function createTestPng({
  width,
  height,
  bits = 8,
  isInterlaced = false,
  rows = height,
}: PngForm): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([bits, 6, 0, 0, isInterlaced ? 1 : 0], 8);
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(width * 4, Buffer.of(15, 94, 92, 200))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: rows }, () => row)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    toChunk('IHDR', head),
    toChunk('IDAT', pixels),
    toChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The head of a JPEG picture with so many colours. */
export function createTestJpegHead(components: number): Buffer {
  const application = Buffer.from([0xff, 0xe0, 0, 16, ...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]);
  const frame = Buffer.from([0xff, 0xc0, 0, 8 + 3 * components, 8, 0, 44, 0, 150, components]);
  return Buffer.concat([Buffer.of(0xff, 0xd8), application, frame, Buffer.alloc(3 * components)]);
}

export function toDataUrl(bytes: Buffer, kind: 'png' | 'jpeg' = 'png'): string {
  return `data:image/${kind};base64,${bytes.toString('base64')}`;
}

function toChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([frame, body, sum]);
}
