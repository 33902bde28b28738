import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandomUuid } from './create-random-key.ts';

test('a random UUID has the version and the variant of RFC 9562, and is new each time', () => {
  const made = Array.from({ length: 200 }, createRandomUuid);
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.deepEqual(
    made.filter((one) => !form.test(one)),
    [],
  );
  assert.equal(new Set(made).size, made.length);
});
