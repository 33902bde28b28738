import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lintSdl } from './lint-sdl.ts';

const describe = (sdl: string, base?: string) =>
  lintSdl(sdl, base).map(({ rule, coordinate, level }) => `${level} ${rule} ${coordinate}`);

test('missing descriptions are found, down to arguments and enum values, but not at root types and extensions', () => {
  const sdl =
    'type Query { a(b: Int): Kind } extend type Thing { c: Int } enum Kind { ON } "Said." input In { d: Int }';
  assert.deepEqual(describe(sdl), [
    'WARNING ALL_ELEMENTS_REQUIRE_DESCRIPTION Query.a',
    'WARNING ALL_ELEMENTS_REQUIRE_DESCRIPTION Query.a(b:)',
    'WARNING ALL_ELEMENTS_REQUIRE_DESCRIPTION Thing.c',
    'WARNING ALL_ELEMENTS_REQUIRE_DESCRIPTION Kind',
    'WARNING ALL_ELEMENTS_REQUIRE_DESCRIPTION Kind.ON',
    'WARNING ALL_ELEMENTS_REQUIRE_DESCRIPTION In.d',
  ]);
});

test('names of another form and deprecations without a reason are found', () => {
  const sdl =
    '"T." type some_type { "F." Field_Name: Int "O." old: Int @deprecated } "E." enum E { "V." on }';
  assert.deepEqual(describe(sdl), [
    'WARNING TYPE_NAMES_SHOULD_BE_PASCAL_CASE some_type',
    'WARNING FIELD_NAMES_SHOULD_BE_CAMEL_CASE some_type.Field_Name',
    'WARNING DEPRECATED_DIRECTIVE_MISSING_REASON some_type.old',
    'WARNING ENUM_VALUES_SHOULD_BE_SCREAMING_SNAKE_CASE E.on',
  ]);
});

test('what the base has already is left out', () => {
  assert.deepEqual(describe('type Query { a: Int b: Int }', 'type Query { a: Int }'), [
    'WARNING ALL_ELEMENTS_REQUIRE_DESCRIPTION Query.b',
  ]);
});

test('a text that does not parse is one error at a character of the text', () => {
  const [diagnostic, ...rest] = lintSdl('type Query {');
  assert.deepEqual(rest, []);
  assert.equal(diagnostic?.rule, 'DOES_NOT_PARSE');
  assert.equal(diagnostic?.level, 'ERROR');
  assert.equal(diagnostic?.range.start.byteOffset, 11);
});

test('places are counted in bytes for tools and in characters for people', () => {
  const [diagnostic] = lintSdl('"Größe 😀."\ntype Query {\n  "é" a: Int\n  b: Int }');
  assert.deepEqual(diagnostic?.range, {
    start: { line: 4, column: 3, byteOffset: 45 },
    end: { line: 4, column: 4, byteOffset: 46 },
  });
});

test('a name at the end of the text ends at its last character, not after it', () => {
  const [diagnostic] = lintSdl('scalar Ab');
  assert.equal(diagnostic?.range.end.byteOffset, 8);
});
