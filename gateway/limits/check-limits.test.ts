import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { checkLimits } from './check-limits.ts';
import { DEFAULT_LIMITS, type OperationLimits } from './limits.ts';
import { measureDocument } from './measure-document.ts';

const generous: OperationLimits = {
  maxDepth: 1e9,
  maxAliases: 1e9,
  maxRootFields: 1e9,
  maxDirectives: 1e9,
  maxFields: 1e9,
  maxRepeatedFields: 1e9,
  maxTokens: 1e9,
  maxDocumentLength: 1e9,
};

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

test('the largest operation of a document counts', () => {
  assert.deepEqual(codes('query A { a } query B { a { b } }', { maxDepth: 1 }), ['MAX_DEPTH_LIMIT']);
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

test('what passes the defaults is validated in bearable time', () => {
  const schema = buildSchema('type Query { a: Query b: Query c(x: Int): Int }');
  const nested = (depth: number, width: number): string =>
    depth === 0 ? 'c' : Array.from({ length: width }, () => `a { ${nested(depth - 1, width)} }`).join(' ');
  const spreads = Array.from({ length: 500 }, (_, i) => `...F${i}`).join(' ');
  const fragments = Array.from({ length: 500 }, (_, i) => `fragment F${i} on Query { a { b { c } } }`).join(
    ' ',
  );
  const attacks = [
    `{ a { ${'c '.repeat(14_000)} } }`,
    `{ ${nested(6, 4)} }`,
    `{ b { ${spreads} } } ${fragments}`,
    `{ ${nested(3, 3)} }`,
  ];
  for (const source of attacks) {
    const before = process.cpuUsage();
    if (checkLimits(source, DEFAULT_LIMITS).length === 0) validate(schema, parse(source));
    // Of this process, so that others on the machine do not count.
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 2_000_000, `${source.slice(0, 60)} took too long`);
  }
});
