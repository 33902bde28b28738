import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { checkVariables } from './check-variables.ts';
import { coerceVariables, MAX_COERCION_ERRORS } from './coerce-variables.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { MAX_MESSAGE_LENGTH } from './shorten-message.ts';

const schema = buildSchema(/* GraphQL */ `
  scalar Opaque
  enum Color { RED GREEN }
  input Filter { text: String! sizes: [Int!] color: Color within: Filter opaque: Opaque }
  type Query { find(filter: Filter, filters: [Filter!], sizes: [Int!]! = [1], color: Color): Int }
`);

function operationOf(source: string): OperationDefinitionNode {
  const [operation] = parse(source).definitions;
  assert.equal(operation?.kind, Kind.OPERATION_DEFINITION);
  return operation;
}

function coerce(source: string, variables: Record<string, unknown>, hasSuggestions = true) {
  return coerceVariables(schema, operationOf(source), variables, { hasSuggestions });
}

function messagesOf(source: string, variables: Record<string, unknown>, hasSuggestions = true): string[] {
  const coerced = coerce(source, variables, hasSuggestions);
  return coerced.kind === 'refused' ? coerced.errors.map(({ message }) => message) : [];
}

const byFilter = 'query ($f: Filter) { find(filter: $f) }';

test('values that fit are coerced, with defaults for those that are absent', () => {
  const coerced = coerce('query ($s: [Int!] = [3], $t: [Int!], $c: Color) { find }', { t: 4, c: 'RED' });
  assert.deepEqual(coerced.kind === 'coerced' && { ...coerced.values }, { s: [3], t: [4], c: 'RED' });
});

test('an error says what is wrong and where, without the value', () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ['query ($v: Int!) { find }', {}, 'Variable "$v" of required type "Int!" was not provided.'],
    ['query ($v: Int!) { find }', { v: null }, 'Variable "$v" of non-null type "Int!" must not be null.'],
    [
      'query ($v: Query) { find }',
      { v: 1 },
      'Variable "$v" expected value of type "Query" which cannot be used as an input type.',
    ],
    [
      'query ($v: Int) { find }',
      { v: 'secret' },
      'Variable "$v" got invalid value; Int cannot represent non-integer value.',
    ],
    [
      'query ($v: String) { find }',
      { v: { secret: 1 } },
      'Variable "$v" got invalid value; String cannot represent a non string value.',
    ],
    [
      'query ($v: Color) { find }',
      { v: 'REED' },
      'Variable "$v" got invalid value; Value does not exist in "Color" enum. Did you mean the enum value "RED" or "GREEN"?',
    ],
    [
      'query ($v: Color) { find }',
      { v: 'my text does not exist in "x' },
      'Variable "$v" got invalid value; Value does not exist in "Color" enum.',
    ],
    [
      byFilter,
      { f: { text: 'a', within: { text: 'b', sizes: [1, 2.5] } } },
      'Variable "$f" got invalid value at "f.within.sizes[1]"; Int cannot represent non-integer value.',
    ],
    [
      byFilter,
      { f: {} },
      'Variable "$f" got invalid value; Field "text" of required type "String!" was not provided.',
    ],
    [
      byFilter,
      { f: { text: 'a', colour: 'RED' } },
      'Variable "$f" got invalid value; Field "colour" is not defined by type "Filter". Did you mean "color"?',
    ],
  ];
  for (const [source, variables, message] of cases) {
    assert.deepEqual(messagesOf(source, variables), [message]);
  }
});

test('errors suggest nothing where names are not to be told', () => {
  assert.deepEqual(messagesOf(byFilter, { f: { text: 'a', colour: 'RED' } }, false), [
    'Variable "$f" got invalid value; Field "colour" is not defined by type "Filter".',
  ]);
});

test('coercion stops after a few short errors, whatever is sent', () => {
  const unknown = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`${'x'.repeat(400)}${i}`, i]));
  const attacks: [string, Record<string, unknown>][] = [
    [byFilter, { f: unknown }],
    ['query ($f: [Filter!]) { find(filters: $f) }', { f: Array.from({ length: 100_000 }, () => 'x') }],
    ['query ($s: [Int!]!) { find(sizes: $s) }', { s: Array.from({ length: 100_000 }, () => 'x') }],
    [`query (${Array.from({ length: 500 }, (_, i) => `$v${i}: Int!`).join(' ')}) { find }`, {}],
  ];
  for (const [source, variables] of attacks) {
    const before = process.cpuUsage();
    const messages = messagesOf(source, variables);
    const { user, system } = process.cpuUsage(before);
    assert.equal(messages.length, MAX_COERCION_ERRORS);
    for (const message of messages) assert.ok(message.length <= MAX_MESSAGE_LENGTH, message);
    assert.ok(user + system < 500_000, `${(user + system) / 1000} ms`);
  }
});

test('each limit of variables has its code, and what reaches it exactly passes', () => {
  const cases = [
    [{ a: [1, { b: 2 }], c: null }, 'maxVariableMembers', 5, 'MAX_VARIABLE_MEMBERS_LIMIT'],
    [{ a: [[{ b: 2 }]] }, 'maxVariableDepth', 3, 'MAX_VARIABLE_DEPTH_LIMIT'],
    [{ a: [[1, 2, 3], 1] }, 'maxVariableListLength', 3, 'MAX_VARIABLE_LIST_LENGTH_LIMIT'],
    [{ a: 'four', b: ['six'] }, 'maxVariableTextLength', 4, 'MAX_VARIABLE_TEXT_LENGTH_LIMIT'],
    [{ longName: 'four' }, 'maxVariableTextLength', 8, 'MAX_VARIABLE_TEXT_LENGTH_LIMIT'],
    [{ a: 'four', b: ['six'] }, 'maxVariablesLength', 9, 'MAX_VARIABLES_LENGTH_LIMIT'],
  ] as const;
  for (const [variables, limit, reached, code] of cases) {
    const found = (allowed: number) => checkVariables(variables, { ...DEFAULT_LIMITS, [limit]: allowed });
    assert.deepEqual(found(reached), [], code);
    const [violation] = found(reached - 1);
    assert.equal(violation?.code, code);
    assert.equal(violation.allowed, reached - 1);
    assert.equal(violation.measured, reached);
  }
});

test('values nested half a million times are refused in little time', () => {
  const variables = JSON.parse(`{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`) as unknown;
  const [violation] = checkVariables(variables, DEFAULT_LIMITS);
  assert.deepEqual(violation, {
    code: 'MAX_VARIABLE_DEPTH_LIMIT',
    measured: 21,
    allowed: 20,
    message: 'The variables have more than 20 levels of lists and objects; at most 20 are allowed.',
  });
});
