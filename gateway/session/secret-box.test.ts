import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSecretBox } from './secret-box.ts';

const box = createSecretBox(['one secret']);

test('what is sealed opens again, for any text and context', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, context) => {
      assert.equal(box.open(box.seal(plain, context), context), plain);
    }),
  );
});

test('two seals of one text differ', () => {
  assert.notDeepEqual(box.seal('text', 'row'), box.seal('text', 'row'));
});

test('a seal does not open in another context', () => {
  assert.equal(box.open(box.seal('text', 'session:1'), 'session:2'), undefined);
});

test('a seal in which any one byte has changed does not open', () => {
  const sealed = box.seal('text', 'row');
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    assert.equal(box.open(changed, 'row'), undefined, `byte ${index}`);
  }
});

test('bytes that are not a seal do not open', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => assert.equal(box.open(bytes, ''), undefined)),
  );
});

test('after a rotation old seals open and new ones are made with the new secret', () => {
  const rotated = createSecretBox(['new secret', 'one secret']);
  assert.equal(rotated.open(box.seal('text', 'row'), 'row'), 'text');
  assert.equal(box.open(rotated.seal('text', 'row'), 'row'), undefined);
});

test('a box without a secret is a mistake', () => {
  assert.throws(() => createSecretBox([]), TypeError);
});
