import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type OpenBytesOptions, openBytes, readHead } from './open-bytes.ts';

const text = Array.from({ length: 40_000 }, (_, index) => `F-${index},12.50\n`).join('');
const half = Math.floor(text.length / 2);
const bytes = Buffer.from(text);
/** The same file in every compression, also in several members or frames. */
const files: Record<string, Buffer> = {
  plain: bytes,
  gzip: gzipSync(bytes),
  'gzip in members': Buffer.concat([gzipSync(text.slice(0, half)), gzipSync(text.slice(half))]),
  zstd: zstdCompressSync(bytes),
  'zstd in frames': Buffer.concat([
    zstdCompressSync(text.slice(0, half)),
    zstdCompressSync(text.slice(half)),
  ]),
};

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-bytes-'));
});
after(() => rm(folder, { recursive: true }));

async function write(name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function read(path: string, options?: OpenBytesOptions): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of openBytes(path, options)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

test('a file is read whole or in part, however it is compressed', async () => {
  for (const [name, content] of Object.entries(files)) {
    const path = await write(name, content);
    assert.ok((await read(path)) === text, name);
    assert.ok((await read(path, { start: 70_001, end: 200_003 })) === text.slice(70_001, 200_003), name);
    assert.ok((await read(path, { start: 300_000 })) === text.slice(300_000), name);
    assert.equal(await read(path, { start: 10, end: 10 }), '', name);
  }
});

test('the beginning of a file shows its compression', async () => {
  for (const [name, content] of Object.entries(files)) {
    const { bytes: head, compression } = await readHead(await write(name, content), 100_000);
    assert.ok(head.toString() === text.slice(0, 100_000), name);
    assert.equal(compression ?? 'plain', name.split(' ')[0]);
  }
});

test('compressed bytes that are cut off or damaged are refused', async () => {
  for (const name of ['gzip', 'gzip in members', 'zstd', 'zstd in frames']) {
    const content = files[name] ?? Buffer.alloc(0);
    await assert.rejects(read(await write('cut', content.subarray(0, -10))), {
      code: 'FILE_DAMAGED',
      message: /cut off/,
    });
    const changed = Buffer.from(content);
    changed.fill(0xff, 20, 40);
    await assert.rejects(read(await write('changed', changed)), { code: 'FILE_DAMAGED' });
  }
});

test('padding between gzip members and after them does not end a file', async () => {
  const [one, other] = [gzipSync(text.slice(0, half)), gzipSync(text.slice(half))];
  const padded = Buffer.concat([one, Buffer.alloc(512), other, Buffer.alloc(10_240)]);
  assert.ok((await read(await write('padded', padded))) === text);
  await assert.rejects(read(await write('trailing', Buffer.concat([padded, Buffer.from('more')]))), {
    code: 'FILE_DAMAGED',
    message: /at byte \d+ is not gzip/,
  });
});

test('a sound zstd file whose window is too large is not called damaged', async () => {
  // A frame header alone: a window of 2 GiB, no content size.
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00]);
  await assert.rejects(read(await write('long.zst', frame)), {
    code: 'FILE_UNSUPPORTED',
    message: /window of 2,048 MiB is larger than the 128 MiB that are read/,
  });
  // The whole content as one segment of 256 MiB.
  const segment = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0x00, 0x00, 0x00, 0x10, 0x01, 0x00, 0x00]);
  await assert.rejects(read(await write('segment.zst', segment)), { code: 'FILE_UNSUPPORTED' });
});

test('a file that is not CSV is called by its format, also within a compressed file', async () => {
  const workbook = Buffer.concat([
    Buffer.from('PK\x03\x04'),
    Buffer.alloc(26),
    Buffer.from('[Content_Types].xml'),
  ]);
  for (const content of [workbook, gzipSync(workbook), zstdCompressSync(workbook)]) {
    await assert.rejects(readHead(await write('workbook', content), 1_000), {
      code: 'FILE_UNSUPPORTED',
      message: /is an Excel workbook \(\.xlsx\), not a CSV file: save the sheet as CSV\./,
    });
  }
  await assert.rejects(readHead(await write('twice', gzipSync(gzipSync(text))), 1_000), {
    message: /is a gzip file within a compressed file/,
  });
});

test('a zstd file is refused when anything but frames is in it', async () => {
  const frame = zstdCompressSync(text);
  const skippable = Buffer.from('\x53\x2a\x4d\x18\x03\0\0\0xyz', 'latin1');
  for (const tail of [Buffer.alloc(1), Buffer.alloc(512), Buffer.from('ab'), skippable.subarray(0, -1)]) {
    await assert.rejects(read(await write('tail.zst', Buffer.concat([frame, tail]))), {
      code: 'FILE_DAMAGED',
    });
  }
  assert.ok(
    (await read(await write('skippable.zst', Buffer.concat([skippable, frame, skippable])))) === text,
  );
});

test('a file that has become shorter is refused; one that grows is read up to where it was', async () => {
  const path = await write('growing', bytes);
  await appendFile(path, 'F-more,1.00\n');
  assert.ok((await read(path, { end: bytes.length })) === text);
  await truncate(path, 1_000);
  await assert.rejects(read(path, { start: 10, end: bytes.length }), {
    code: 'FILE_CHANGED',
    message: /ends at byte 1000 and not at/,
  });
});

test('a file that cannot be read says why', async () => {
  await assert.rejects(read(join(folder, 'missing')), { code: 'FILE_UNREADABLE', message: /no such file/ });
  await assert.rejects(read(folder), { code: 'FILE_UNREADABLE', message: /a folder/ });
});

test('reading can be stopped', async () => {
  for (const name of ['plain', 'gzip', 'zstd']) {
    const stop = new AbortController();
    const pieces = openBytes(await write('stopped', files[name] ?? bytes), { signal: stop.signal });
    await pieces.next();
    stop.abort(new Error('stopped'));
    await assert.rejects(pieces.next(), /stopped/);
  }
});
