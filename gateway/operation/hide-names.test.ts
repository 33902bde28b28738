import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createNameHider } from './hide-names.ts';

const orderQuery = 'query ($order: OrderInput) { order(input: $order) { id } }';

describe('names that the client did not write are hidden', () => {
  for (const [name, key] of [
    ['a quote', 'k"'],
    ['two quotes', 'k""'],
    ['a quote and a space', 'k" '],
    ['a quote between words', 'a"b'],
    ['a line feed and a quote', 'a\n"'],
    ['nothing', ''],
  ] as const) {
    test(`though a key of the client's has ${name} in it`, () => {
      const hide = createNameHider(orderQuery, JSON.stringify({ order: { lines: [{ [key]: 1 }] } }));
      const message = `Variable "$order" got invalid value at "order.lines[0]"; Field "${key}" is not defined by type "SecretLineInput".`;
      const hidden = hide(message);
      assert.doesNotMatch(hidden, /SecretLineInput/);
      assert.match(hidden, /at "order\.lines\[0\]"/);
    });
  }

  test('though the message is cut within the name', () => {
    const hide = createNameHider(orderQuery);
    for (let length = 200; length < 300; length += 1) {
      const key = 'k'.repeat(length);
      assert.doesNotMatch(hide(`Field "${key}" is not defined by type "SecretLineInput".`), /Se/);
    }
  });
});

test('the time to hide names does not depend on how often a client writes a suggestion', () => {
  const hide = createNameHider('{ hello }');
  const from = performance.now();
  const hidden = hide(`Int cannot represent non-integer value: "${' Did you mean '.repeat(100_000)}"`);
  assert.ok(performance.now() - from < 5_000);
  assert.ok(hidden.length <= 300);
});

test('a suggestion is left out', () => {
  const message =
    'Field "order" of type "Order" must have a selection of subfields. Did you mean "order { ... }"?';
  assert.equal(
    createNameHider('{ order }')(message),
    'Field "order" of type "…" must have a selection of subfields.',
  );
});
