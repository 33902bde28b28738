import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, parse } from 'graphql';
import { pickSize } from '#platform/testing/test-size.ts';
import { OperationCoordinates } from './operation-coordinates.ts';
import { operationFromSeed } from './testing/operation-with-marks.ts';
import { shopSchema } from './testing/shop-schema.ts';

function coordinatesOf(text: string, variables: Readonly<Record<string, unknown>> = {}): readonly string[] {
  const operation = new OperationCoordinates(shopSchema, parse(text));
  return [...operation.fixed, ...operation.varying(variables)].sort();
}

test('output fields are told by the type on which they are selected', () => {
  assert.deepEqual(
    coordinatesOf('{ user(id: 1) { id ...P } named { name __typename } } fragment P on Order { status }'),
    [
      'Named.name',
      'Order.id',
      'Order.status',
      'Query.named',
      'Query.user',
      'Query.user(id:)',
      'Query.user(id:)!',
    ],
  );
});

test('Query.user and Query.users are told apart', () => {
  const found = coordinatesOf('{ users { id } }');
  assert.ok(found.includes('Query.users'));
  assert.ok(!found.some((coordinate) => /^Query\.user\b/.test(coordinate)));
});

test('input fields and enum values count as provided, by literals and by variables alike', () => {
  const expected = [
    'Filter',
    'Filter.range',
    'Filter.range!',
    'Filter.status',
    'Filter.status!',
    'Order.id',
    'Query.orders',
    'Query.orders(filter:)',
    'Query.orders(filter:)!',
    'Range',
    'Status.OPEN',
  ];
  assert.deepEqual(coordinatesOf('{ orders(filter: {status: [OPEN], range: {}}) { id } }'), expected);
  const text = 'query ($filter: Filter) { orders(filter: $filter) { id } }';
  assert.deepEqual(coordinatesOf(text, { filter: { status: ['OPEN'], range: {} } }), expected);
  const part = 'query ($status: [Status!]) { orders(filter: {status: $status, range: {}}) { id } }';
  assert.deepEqual(coordinatesOf(part, { status: 'OPEN' }), expected);
});

test('a variable that is not provided gives nothing, unless it has a default value', () => {
  const given = (text: string, variables?: Record<string, unknown>) =>
    coordinatesOf(text, variables).filter((coordinate) => coordinate.startsWith('Query.users('));
  const text = 'query ($ids: [ID!]) { users(ids: $ids) { id } }';
  assert.deepEqual(given(text), []);
  assert.deepEqual(given(text, { ids: undefined }), []);
  assert.deepEqual(given(text, { ids: null }), ['Query.users(ids:)']);
  assert.deepEqual(given(text, { ids: [] }), ['Query.users(ids:)', 'Query.users(ids:)!']);
  const withDefault = 'query ($ids: [ID!] = ["a"]) { users(ids: $ids) { id } }';
  assert.deepEqual(given(withDefault), ['Query.users(ids:)', 'Query.users(ids:)!']);
});

test('the mark of what is always given is missing as soon as one use lacks it or gives null', () => {
  const has = (coordinate: string, text: string, variables = {}) =>
    coordinatesOf(text, variables).includes(coordinate);
  const list = 'query ($filters: [Filter]) { orders(filters: $filters) { id } }';
  const full = { text: 'a', range: { from: 1 } };
  assert.ok(has('Filter.text!', list, { filters: [full, full] }));
  assert.ok(!has('Filter.text!', list, { filters: [full, { range: {} }] }));
  assert.ok(!has('Filter.text!', list, { filters: [full, { ...full, text: null }] }));
  const mixed = 'query ($f: Filter) { orders(filter: {text: "a", range: {}}, filters: [$f]) { id } }';
  assert.ok(has('Filter.text!', mixed, { f: full }));
  assert.ok(!has('Filter.text!', mixed, { f: { range: {} } }));
  assert.ok(has('Filter.text', mixed, { f: { range: {} } }));
  const twice = 'query ($in: String) { user(id: 1) { a: total(in: "x") b: total(in: $in) } }';
  assert.ok(has('Order.total(in:)!', twice, { in: 'y' }));
  assert.ok(!has('Order.total(in:)!', twice));
});

test('directives of the schema count, those of GraphQL do not', () => {
  const found = coordinatesOf('{ named @cache(seconds: 1, scope: OWN) @include(if: true) { name } }');
  assert.deepEqual(
    found.filter((coordinate) => coordinate.startsWith('@') || coordinate.startsWith('Scope')),
    ['@cache', '@cache(scope:)', '@cache(scope:)!', '@cache(seconds:)', '@cache(seconds:)!', 'Scope.OWN'],
  );
});

test('keys and values of a scalar are never told, nor names that the schema has not', () => {
  const text = 'query ($data: Json, $filter: Filter) { orders(data: $data, filter: $filter) { id } }';
  const found = coordinatesOf(text, {
    data: { secret: 'hunter2' },
    filter: { range: { from: 1, strange: 2 }, status: ['HUNTER2'], constructor: 'x', extra: { secret: 1 } },
  });
  assert.doesNotMatch(found.join(' '), /secret|hunter2|strange|constructor/i);
});

test('coordinates of random operations are all of the schema', () => {
  const known = knownCoordinates();
  const count = pickSize({ quick: 1_500, long: 50_000 });
  for (let seed = 1; seed <= count; seed += 1) {
    const { text, variables } = operationFromSeed(seed);
    const found = coordinatesOf(text, variables);
    assert.deepEqual(
      found.filter((coordinate) => !known.has(coordinate.replace(/!$/, ''))),
      [],
      `seed ${seed}: ${text}`,
    );
    assert.equal(new Set(found).size, found.length, `seed ${seed}: ${text}`);
  }
});

function knownCoordinates(): ReadonlySet<string> {
  const types = Object.values(shopSchema.getTypeMap()).flatMap((type) => {
    const { name } = type;
    if (isEnumType(type)) return type.getValues().map((value) => `${name}.${value.name}`);
    if (isInputObjectType(type))
      return [name, ...Object.keys(type.getFields()).map((field) => `${name}.${field}`)];
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const owner = `${name}.${field.name}`;
      return [owner, ...field.args.map((argument) => `${owner}(${argument.name}:)`)];
    });
  });
  const directives = shopSchema.getDirectives().flatMap(({ name, args }) => {
    const owner = `@${name}`;
    return [owner, ...args.map((argument) => `${owner}(${argument.name}:)`)];
  });
  return new Set([...types, ...directives]);
}
