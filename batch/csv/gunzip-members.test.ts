import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { gunzipMembers } from './gunzip-members.ts';

async function gunzip(pieces: readonly Buffer[]): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of gunzipMembers(from(pieces))) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function* from(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces;
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

test('every member is read, with padding after any of them, however the bytes come', async () => {
  const member = fc.record({
    text: fc.oneof(
      fc.string(),
      fc.nat(200_000).map((length) => 'row\n'.repeat(length / 4)),
    ),
    padding: fc.oneof(fc.constant(0), fc.nat(1_500)),
  });
  const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(member, { minLength: 1, maxLength: 4 }), sizes, async (members, pieceSizes) => {
      const file = Buffer.concat(
        members.flatMap(({ text, padding }) => [gzipSync(text), Buffer.alloc(padding)]),
      );
      const expected = members.map(({ text }) => text).join('');
      assert.equal(await gunzip(cut(file, pieceSizes)), expected);
      assert.equal(await gunzip([file]), expected);
    }),
    { numRuns: 60 },
  );
});

test('a member that is cut off is refused, also after padding', async () => {
  const whole = gzipSync('number,amount\n');
  const cutOff = whole.subarray(0, -3);
  for (const file of [
    [cutOff],
    [whole, cutOff],
    [whole, Buffer.alloc(512), cutOff],
    [whole, Buffer.alloc(512), whole.subarray(0, 1)],
  ]) {
    await assert.rejects(gunzip(file), { code: 'Z_BUF_ERROR' });
    await assert.rejects(gunzip([Buffer.concat(file)]), { code: 'Z_BUF_ERROR' });
  }
});

test('anything else that follows a member is refused, never left out', async () => {
  const whole = gzipSync('number,amount\n');
  const rubbish = Buffer.from('rubbish');
  await assert.rejects(gunzip([Buffer.concat([whole, rubbish])]), { code: 'Z_DATA_ERROR' });
  await assert.rejects(gunzip([whole, rubbish]), { code: 'Z_DATA_ERROR' });
  await assert.rejects(gunzip([whole, Buffer.alloc(3), rubbish]), {
    code: 'GZIP_TRAILING_BYTES',
    at: whole.length + 3,
  });
  const changed = Buffer.from(whole);
  changed[whole.length - 6] = (changed[whole.length - 6] ?? 0) ^ 1;
  await assert.rejects(gunzip([changed]), { code: 'Z_DATA_ERROR' });
});
