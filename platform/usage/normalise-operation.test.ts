import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, validate } from 'graphql';
import { pickSize } from '#platform/testing/test-size.ts';
import { normaliseOperation } from './normalise-operation.ts';
import { numberMark, operationFromSeed, textMark } from './testing/operation-with-marks.ts';
import { shopSchema } from './testing/shop-schema.ts';

const normalise = (text: string, name?: string) => normaliseOperation(shopSchema, parse(text), name);
const plain = (text: string) => normalise(text).text.replace(/\s+/g, ' ').trim();

test('literals become variables of the type of their place', () => {
  assert.equal(
    plain('{ user(id: 5) { total(scale: 3) } }'),
    'query ($_1: ID!, $_2: Int!) { user(id: $_1) { total(scale: $_2) } }',
  );
});

test('an object keeps its shape, a list is one variable, and so is the object of a scalar', () => {
  assert.equal(
    plain('{ orders(filter: {range: {from: 1}, status: [OPEN, PAID]}, data: {name: "Ann"}) { id } }'),
    'query ($_1: Int, $_2: [Status!], $_3: Json) { orders(filter: {range: {from: $_1}, status: $_2}, data: $_3) { id } }',
  );
});

test('a variable whose default value goes has a type that says that it is given', () => {
  assert.equal(
    plain('query ($first: Int = 3, $ids: [ID!] = null) { users(first: $first, ids: $ids) { id } }'),
    'query ($first: Int!, $ids: [ID!]) { users(first: $first, ids: $ids) { id } }',
  );
});

test('a variable inside a list that became one is no longer declared', () => {
  assert.equal(
    plain('query ($id: ID!) { users(ids: ["a", $id]) { id } }'),
    'query ($_1: [ID!]) { users(ids: $_1) { id } }',
  );
});

test('the one field of a OneOf input may not be null', () => {
  assert.equal(
    plain('{ order(by: {ids: ["a"]}) { id } }'),
    'query ($_1: [ID!]!) { order(by: {ids: $_1}) { id } }',
  );
});

test('aliases are numbered, and names that the document has are left alone', () => {
  assert.equal(
    plain('query ($_1: ID!) { ann: user(id: $_1) { id: id } bob: user(id: "b") { ann: id } }'),
    'query ($_1: ID!, $_2: ID!) { _1: user(id: $_1) { id } _2: user(id: $_2) { _1: id } }',
  );
});

test('fields that are merged still can be', () => {
  assert.equal(
    plain('{ users(first: 3) { id } users(first: 3) { status } }'),
    'query ($_1: Int!) { users(first: $_1) { id } users(first: $_1) { status } }',
  );
});

test('only the operation of the name is left, with the fragments that it uses', () => {
  const text = 'query A { ...F } query B { named { __typename } } fragment F on Query { user(id: 1) { id } }';
  assert.equal(normalise(text, 'B').text, 'query B {\n  named {\n    __typename\n  }\n}');
  assert.match(normalise(text, 'A').text, /^query A\(\$_1: ID!\) .*fragment F/s);
  assert.throws(() => normalise(text, 'C'), TypeError);
});

test('operations that differ in values alone are equal, others are not', () => {
  const hash = (text: string) => normalise(text).hash;
  assert.equal(hash('{ user(id: 1) { id } }'), hash('{ user(id: "ann") { id } }'));
  assert.equal(hash('{ users(ids: [1]) { id } }'), hash('{ users(ids: []) { id } }'));
  assert.notEqual(hash('{ user(id: 1) { id } }'), hash('{ user(id: 1) { name } }'));
});

test('random operations stay valid, keep no value, and change no more when normalised again', () => {
  const count = pickSize({ quick: 1_500, long: 50_000 });
  for (let seed = 1; seed <= count; seed += 1) {
    const { text } = operationFromSeed(seed);
    const document = parse(text);
    assert.deepEqual(validate(shopSchema, document), [], `seed ${seed}: ${text}`);
    const normal = normaliseOperation(shopSchema, document);
    assert.deepEqual(validate(shopSchema, parse(normal.text)), [], `seed ${seed}: ${text}\n${normal.text}`);
    assert.ok(!normal.text.includes(textMark), `seed ${seed}: ${normal.text}`);
    assert.ok(!normal.text.replace(/_\d+/g, '').includes(numberMark), `seed ${seed}: ${normal.text}`);
    assert.ok(!/\b(OPEN|PAID|ALL|null|true)\b/.test(normal.text), `seed ${seed}: ${normal.text}`);
    assert.equal(normaliseOperation(shopSchema, parse(normal.text)).text, normal.text, `seed ${seed}`);
  }
});
