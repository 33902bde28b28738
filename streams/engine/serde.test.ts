import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compareCodePoints } from './code-points.ts';
import {
  bigintSerde,
  changeSerde,
  integerSerde,
  jsonSerde,
  type Serde,
  structSerde,
  textSerde,
  windowedSerde,
} from './serde.ts';

const totalsSerde = structSerde<{ name: string; count: number; sum: bigint }>({
  name: textSerde,
  count: integerSerde,
  sum: bigintSerde,
});

const plain = { noNullPrototype: true };

function assertRoundTrip<T>(serde: Serde<T>, values: fc.Arbitrary<T>): void {
  fc.assert(fc.property(values, (value) => assert.deepEqual(serde.fromText(serde.toText(value)), value)));
}

describe('serdes', () => {
  test('read what they write', () => {
    assertRoundTrip(integerSerde, fc.maxSafeInteger());
    assertRoundTrip(bigintSerde, fc.bigInt());
    assertRoundTrip(totalsSerde, fc.record({ name: fc.string(), count: fc.nat(), sum: fc.bigInt() }, plain));
    assertRoundTrip(
      windowedSerde(textSerde),
      fc.record({ key: fc.string({ unit: 'binary' }), startMs: fc.nat(), endMs: fc.nat() }, plain),
    );
    const side = fc.option(fc.bigInt());
    assertRoundTrip(changeSerde(bigintSerde), fc.record({ newValue: side, oldValue: side }, plain));
  });

  test('refuse what they cannot have written', () => {
    const refusals: [Serde<unknown>, string][] = [
      [bigintSerde, '1.5'],
      [integerSerde, ''],
      [integerSerde, '9007199254740993'],
      [totalsSerde, '["a","1"]'],
      [totalsSerde, '{'],
      [windowedSerde(textSerde), '1:a'],
      [changeSerde(textSerde), '["a"]'],
      [changeSerde(textSerde), '["a",1]'],
    ];
    for (const [serde, text] of refusals)
      assert.throws(() => serde.fromText(text), { name: 'SerdeError' }, text);
  });

  test('JSON is checked by the function that knows its shape', () => {
    const serde = jsonSerde((value) => {
      if (typeof value !== 'boolean') throw new TypeError('not a boolean');
      return value;
    });
    assert.equal(serde.fromText(serde.toText(true)), true);
    assert.throws(() => serde.fromText('1'), { message: 'not a boolean' });
  });

  test('texts are ordered as their UTF-8 bytes are', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (left, right) => {
        const byBytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
        assert.equal(Math.sign(compareCodePoints(left, right)), byBytes);
      }),
    );
    assert.ok(compareCodePoints('\u{ffff}', '\u{10000}') < 0);
  });
});
