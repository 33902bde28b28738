import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FormattedExecutionResult } from 'graphql';
import { createNextWriter, type FrameParts } from './next-writer.ts';

/** The message in one whole, unmasked frame of text. */
function read(parts: FrameParts): unknown {
  const frame = Buffer.concat(parts);
  assert.equal(frame[0], 0x81);
  const [start, length] =
    frame[1] === 127
      ? [10, Number(frame.readBigUInt64BE(2))]
      : frame[1] === 126
        ? [4, frame.readUInt16BE(2)]
        : [2, frame.readUInt8(1)];
  assert.equal(frame.length, start + length);
  return JSON.parse(frame.toString('utf8', start));
}

test('a result that many clients share is turned into text once', () => {
  let reads = 0;
  const shared = {
    data: {
      get number() {
        reads += 1;
        return 1;
      },
    },
  };
  const write = createNextWriter();
  const frames = ['a', 'say "Zoë"', 'c'].map((id) => write(id, shared));
  assert.equal(write('a', shared), frames[0]);
  assert.equal(reads, 1);
  assert.deepEqual(frames.map(read), [
    { id: 'a', type: 'next', payload: { data: { number: 1 } } },
    { id: 'say "Zoë"', type: 'next', payload: { data: { number: 1 } } },
    { id: 'c', type: 'next', payload: { data: { number: 1 } } },
  ]);
  assert.deepEqual(read(write('a', { data: { number: 2 } })), {
    id: 'a',
    type: 'next',
    payload: { data: { number: 2 } },
  });
});

test('messages of every length are whole frames', () => {
  const write = createNextWriter();
  const around = Buffer.concat(write('a', { data: { text: '' } })).length - 2;
  for (const length of [125, 126, 127, 65_535, 65_536, 300_000]) {
    const payload: FormattedExecutionResult = { data: { text: 'x'.repeat(length - around) } };
    assert.deepEqual(read(write('a', payload)), { id: 'a', type: 'next', payload }, String(length));
  }
});

test('a large body is the same buffer for all, whatever their ids', () => {
  const write = createNextWriter();
  const shared = { data: { text: 'x'.repeat(100_000) } };
  const [one, other] = [write('a', shared), write('b', shared)];
  assert.equal(one.at(-1), other.at(-1));
  assert.ok((one.at(-1)?.length ?? 0) > 100_000);
  assert.deepEqual(read(other), { id: 'b', type: 'next', payload: shared });
});
