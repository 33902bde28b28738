import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify, validate, version } from 'uuid';
import { AscendingIds } from './ascending-ids.ts';

function take(ids: AscendingIds): string {
  const bytes = new Uint8Array(16);
  ids.write(bytes, 0);
  return stringify(bytes);
}

test('each id is a UUIDv7 of its millisecond and greater than the one before', () => {
  const ids = new AscendingIds();
  let before = '';
  for (const nowMs of [1_700_000_000_000, 1_700_000_000_001, 1_700_000_000_001, 1_699_999_999_999, 2 ** 44]) {
    ids.tick(nowMs);
    for (let count = 0; count < 3_000; count++) {
      const id = take(ids);
      assert.ok(validate(id) && version(id) === 7, id);
      assert.ok(id > before, `${id} is not after ${before}`);
      before = id;
    }
  }
  assert.equal(Number.parseInt(before.replaceAll('-', '').slice(0, 12), 16), 2 ** 44);
});

test('two makers in one millisecond make different ids', () => {
  const [one, other] = [new AscendingIds(), new AscendingIds()];
  one.tick(1_700_000_000_000);
  other.tick(1_700_000_000_000);
  const made = new Set<string>();
  for (let count = 0; count < 5_000; count++) made.add(take(one)).add(take(other));
  assert.equal(made.size, 10_000);
});
