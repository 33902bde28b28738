import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNextWriter } from './next-writer.ts';

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
  const texts = ['a', 'say "b"', 'c'].map((id) => write(id, shared));
  assert.equal(reads, 1);
  assert.deepEqual(JSON.parse(texts[1] ?? ''), {
    id: 'say "b"',
    type: 'next',
    payload: { data: { number: 1 } },
  });
  assert.match(write('a', { data: { number: 2 } }), /"number":2/);
});
