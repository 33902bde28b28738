import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HeldBytes } from './held-bytes.ts';

test('bytes stay unchanged until they are released, and their memory is then used again', () => {
  const step = fc.record({
    length: fc.integer({ min: 1, max: 40 }),
    /** The share of the held bytes that is released. */
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    isOwn: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.nat(1_000), fc.array(step, { maxLength: 60 }), (start, steps) => {
      const held = new HeldBytes(start);
      const used = new Set<ArrayBufferLike>();
      let all = Buffer.alloc(0);
      let dropped = 0;
      let maxHeld = 0;
      for (const [round, { length, share, isOwn }] of steps.entries()) {
        const memory = isOwn ? held.take() : Buffer.alloc(length);
        if (isOwn) used.add(memory.buffer);
        const piece = memory.subarray(0, length).fill(round + 1);
        all = Buffer.concat([all, piece]);
        held.push(piece);
        const middle = dropped + Math.floor((all.length - dropped) / 2);
        const found = Buffer.concat(held.between(start + middle, start + all.length));
        assert.deepEqual(found, all.subarray(middle));
        maxHeld = Math.max(maxHeld, held.between(start + dropped, start + all.length).length);
        dropped += Math.floor(share * (all.length - dropped));
        held.dropBefore(start + dropped);
      }
      assert.ok(used.size <= maxHeld);
    }),
  );
});
