import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getIntrospectionQuery, parse } from 'graphql';
import { checkDocument } from './check-document.ts';
import { DEFAULT_LIMITS, type OperationLimits } from './limits.ts';
import { measureDocument } from './measure-document.ts';

const generous: OperationLimits = {
  maxDepth: 1e9,
  maxAliases: 1e9,
  maxRootFields: 1e9,
  maxDirectives: 1e9,
  maxFields: 1e9,
  maxRepeatedFields: 1e9,
  maxLiterals: 1e9,
  maxDefinitions: 1e9,
  maxNesting: 1e9,
  maxTokens: 1e9,
  maxDocumentLength: 1e9,
  maxVariableMembers: 1e9,
  maxVariableDepth: 1e9,
  maxVariableListLength: 1e9,
  maxVariableTextLength: 1e9,
  maxVariablesLength: 1e9,
};

function checkLimits(source: string, limits: OperationLimits) {
  const checked = checkDocument(source, limits);
  return checked.kind === 'refused' ? checked.violations : [];
}

const codes = (source: string, limits: Partial<OperationLimits>) =>
  checkLimits(source, { ...generous, ...limits }).map(({ code }) => code);

test('each limit has its code, and what reaches it exactly passes', () => {
  const cases = [
    ['{ a { b { c } } }', 'maxDepth', 3, 'MAX_DEPTH_LIMIT'],
    ['{ x: a { y: b } z: a { b } }', 'maxAliases', 3, 'MAX_ALIASES_LIMIT'],
    ['{ a b ... { c } ...F } fragment F on Query { d }', 'maxRootFields', 4, 'MAX_ROOT_FIELDS_LIMIT'],
    [
      'query @x { a @x @y ... @x { b } ...F @x } fragment F on Q @x { c }',
      'maxDirectives',
      6,
      'MAX_DIRECTIVES_LIMIT',
    ],
    ['{ a { b c } d }', 'maxFields', 4, 'MAX_FIELDS_LIMIT'],
    ['{ a a a { b b } }', 'maxRepeatedFields', 3, 'MAX_REPEATED_FIELDS_LIMIT'],
    [
      '{ a ... { a } ...F } fragment F on Query { a { b } a { b } }',
      'maxRepeatedFields',
      4,
      'MAX_REPEATED_FIELDS_LIMIT',
    ],
    [
      '{ a { b } } fragment Unused on Query { a a ... { a } }',
      'maxRepeatedFields',
      2,
      'MAX_REPEATED_FIELDS_LIMIT',
    ],
    ['{ a } fragment Unused on Query { x: b { c } }', 'maxFields', 3, 'MAX_FIELDS_LIMIT'],
    ['{ a } fragment Unused on Query { b { c } }', 'maxDepth', 2, 'MAX_DEPTH_LIMIT'],
    ['query A { x: a } fragment Unused on Query { x: b }', 'maxAliases', 2, 'MAX_ALIASES_LIMIT'],
    [
      'query ($v: [Int] = [1, 2] @d(x: 1)) { a(x: {y: [1]}) @d(z: $v) }',
      'maxLiterals',
      8,
      'MAX_LITERALS_LIMIT',
    ],
    ['query ($v: [[[[Int]]]] @x) { a }', 'maxNesting', 5, 'MAX_NESTING_LIMIT'],
    ['{ a(x: [{y: {z: [1]}}]) }', 'maxNesting', 6, 'MAX_NESTING_LIMIT'],
    ['query A { a } query B { a } fragment F on Query { a }', 'maxDefinitions', 3, 'MAX_DEFINITIONS_LIMIT'],
    ['{ a }', 'maxTokens', 5, 'MAX_TOKENS_LIMIT'],
    ['{ a }', 'maxDocumentLength', 5, 'MAX_DOCUMENT_LENGTH_LIMIT'],
  ] as const;
  for (const [source, limit, reached, code] of cases) {
    assert.deepEqual(codes(source, { [limit]: reached }), [], code);
    assert.deepEqual(codes(source, { [limit]: limit === 'maxTokens' ? 1 : reached - 1 }), [code]);
  }
});

test('all limits that are exceeded are told at once, with figures', () => {
  const violations = checkLimits('{ x: a { b } y: a }', {
    ...generous,
    maxDepth: 1,
    maxAliases: 1,
    maxRootFields: 1,
  });
  assert.deepEqual(violations, [
    {
      code: 'MAX_DEPTH_LIMIT',
      measured: 2,
      allowed: 1,
      message: 'The operation has 2 levels of fields; at most 1 are allowed.',
    },
    {
      code: 'MAX_ALIASES_LIMIT',
      measured: 2,
      allowed: 1,
      message: 'The operation has 2 aliases; at most 1 are allowed.',
    },
    {
      code: 'MAX_ROOT_FIELDS_LIMIT',
      measured: 2,
      allowed: 1,
      message: 'The operation has 2 root fields; at most 1 are allowed.',
    },
  ]);
});

test('fragments count wherever they are spread, without being walked again', () => {
  const levels = Array.from(
    { length: 60 },
    (_, i) => `fragment F${i} on T { a { ...F${i + 1} ...F${i + 1} } }`,
  );
  const measure = measureDocument(parse(`{ ...F0 } ${levels.join(' ')} fragment F60 on T { x: b }`));
  assert.equal(measure.depth, 61);
  assert.equal(measure.aliases, Number.MAX_SAFE_INTEGER);
});

test('circular fragments end', () => {
  const measure = measureDocument(
    parse('{ ...A } fragment A on T { a ...B } fragment B on T { b ...A ...B }'),
  );
  assert.equal(measure.fields, 2);
});

test('all operations of a document count together, but for depth and root fields', () => {
  const source = 'query A { x: a } query B { x: a { b } }';
  assert.deepEqual(codes(source, { maxDepth: 1 }), ['MAX_DEPTH_LIMIT']);
  assert.deepEqual(codes(source, { maxDepth: 2, maxRootFields: 1 }), []);
  assert.deepEqual(codes(source, { maxAliases: 1, maxFields: 2 }), ['MAX_ALIASES_LIMIT', 'MAX_FIELDS_LIMIT']);
});

test('text that is not GraphQL is left to the parser', () => {
  assert.deepEqual(codes('{ a', {}), []);
});

test("GraphiQL's introspection passes the defaults", () => {
  const source = getIntrospectionQuery({
    descriptions: true,
    inputValueDeprecation: true,
    schemaDescription: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
  });
  assert.deepEqual(checkLimits(source, DEFAULT_LIMITS), []);
});

test('nesting of any kind is refused before the parser, however deep', () => {
  const attacks = [
    `{${'a{'.repeat(7_000)}`,
    `{${'...{'.repeat(3_000)}`,
    `{a(x:${'['.repeat(14_000)}`,
    `{a(x:${'{a:'.repeat(4_000)}`,
    `query($v:${'['.repeat(14_000)}`,
    `{a @d(x:${'['.repeat(14_000)}`,
    `query($v:Int=${'['.repeat(14_000)}`,
  ];
  for (const source of attacks) assert.deepEqual(codes(source, { maxNesting: 50 }), ['MAX_NESTING_LIMIT']);
});
