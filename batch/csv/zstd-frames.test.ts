import assert from 'node:assert/strict';
import { pipeline, Readable } from 'node:stream';
import { test } from 'node:test';
import { constants, createZstdDecompress, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { cutAtZstdFrames } from './zstd-frames.ts';

const skippable = Buffer.from('\x53\x2a\x4d\x18\x03\0\0\0xyz', 'latin1');

test('all frames of a file are decompressed, however its bytes come', async () => {
  const frame = fc.record({
    text: fc.oneof(
      fc.string(),
      fc.nat(400_000).map((length) => 'row\n'.repeat(length / 4)),
      fc.nat(400_000).map((length) => 'a'.repeat(length)),
    ),
    checksumFlag: fc.nat(1),
    contentSizeFlag: fc.nat(1),
    isSkippableInFront: fc.boolean(),
  });
  const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 4 }), sizes, async (frames, pieceSizes) => {
      const file = Buffer.concat(
        frames.flatMap(({ text, checksumFlag, contentSizeFlag, isSkippableInFront }) => [
          isSkippableInFront ? skippable : Buffer.alloc(0),
          zstdCompressSync(text, {
            params: {
              [constants.ZSTD_c_checksumFlag]: checksumFlag,
              [constants.ZSTD_c_contentSizeFlag]: contentSizeFlag,
            },
          }),
        ]),
      );
      const expected = frames.map(({ text }) => text).join('');
      assert.equal(await decompress(cut(file, pieceSizes)), expected);
      assert.equal(await decompress([file]), expected);
    }),
    { numRuns: 50 },
  );
});

test('a frame that is cut off and bytes that are not a frame are refused', async () => {
  const frame = zstdCompressSync('number,amount\n');
  await assert.rejects(decompress([Buffer.concat([frame, frame.subarray(0, -3)])]), { code: 'Z_BUF_ERROR' });
  await assert.rejects(decompress([Buffer.concat([frame, Buffer.from('rubbish')])]), {
    code: 'ZSTD_error_prefix_unknown',
  });
});

async function decompress(pieces: readonly Uint8Array[]): Promise<string> {
  const decompressed = pipeline(Readable.from(pieces), cutAtZstdFrames, createZstdDecompress(), () => {});
  const chunks: Buffer[] = [];
  for await (const chunk of decompressed) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
