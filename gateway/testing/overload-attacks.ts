import type { Payload } from './ask-by-transport.ts';

const byFilter = 'query ($f: Filter) { find(filter: $f) { title } }';

function repeat<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function nest(levels: number): unknown {
  return JSON.parse(`${'{"within":'.repeat(levels)}{}${'}'.repeat(levels)}`);
}

/**
 * Requests that look for what grows faster than they do. Each must leave the gateway able to answer others at once. An
 * attack that is found later gets a line here.
 */
export const overloadAttacks: Readonly<Record<string, Payload>> = {
  'thousands of unknown keys in a variable': {
    query: byFilter,
    variables: { f: Object.fromEntries(repeat(3_000, (i) => [`k${i}`, i])) },
  },
  'long unknown keys in a variable': {
    query: byFilter,
    variables: { f: Object.fromEntries(repeat(200, (i) => [`${'titel'.repeat(100)}${i}`, i])) },
  },
  'a hundred thousand items of the wrong type': {
    query: 'query ($s: [Int!]) { find(sizes: $s) { title } }',
    variables: { s: repeat(20_000, () => 'x') },
  },
  'a list of lists of the wrong type': {
    query: 'query ($f: [Filter!]) { find(filters: $f) { title } }',
    variables: { f: repeat(900, () => ({ sizes: repeat(10, () => 'x') })) },
  },
  'a deeply nested variable': { query: byFilter, variables: { f: nest(2_000) } },
  'deeply nested extensions': { query: '{ hello }', extensions: { x: nest(2_000) } },
  'a large text': { query: byFilter, variables: { f: { title: 'x'.repeat(120_000) } } },
  'one variable used ten thousand times': {
    query: `query ($f: Filter) { find(filters: [${'$f '.repeat(10_000)}]) { title } }`,
    variables: { f: { titel: 1 } },
  },
  'unknown keys in a literal': {
    query: `{ find(filter: { ${repeat(4_000, (i) => `k${i}: 1`).join(' ')} }) { title } }`,
  },
  'a long list in a literal': { query: `{ find(sizes: [${'"x" '.repeat(14_000)}]) { title } }` },
  'a deeply nested literal': { query: `{ find(filter: ${'{within: '.repeat(4_000)}` },
  'repeated inline fragments': { query: `{ ${'...{hello} '.repeat(1_600)} }` },
  'nested inline fragments': { query: `{ ${'...{'.repeat(7_000)}` },
  'fields in an unused fragment': {
    query: `{ hello } fragment Unused on Book { ${'title '.repeat(3_000)} }`,
  },
  'repeated fields': { query: `{ books { ${'title '.repeat(14_000)} } }` },
  'fragments that spread each other': {
    query: `{ ...F0 } ${repeat(900, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F900 on Query { hello }`,
  },
  'fragments that double': {
    query: `{ ...F0 } ${repeat(100, (i) => `fragment F${i} on Book { author { id } ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F100 on Book { title }`,
  },
  'many aliases': { query: `{ ${repeat(3_000, (i) => `a${i}: hello`).join(' ')} }` },
  'many directives': { query: `{ hello ${'@include(if: true) '.repeat(2_000)} }` },
  'many unknown directives on variables': {
    query: `query ($f: Filter ${'@x '.repeat(5_000)}) { find(filter: $f) { title } }`,
  },
  'deeply nested fields': { query: `{ ${'a { '.repeat(7_000)}` },
  'a deeply nested type': { query: `query ($v: ${'['.repeat(14_000)}` },
  'many operations': { query: repeat(2_000, (i) => `query Q${i} { hello }`).join(' ') },
  'many misspelt fields': { query: `{ ${repeat(1_500, (i) => `helo${i}`).join(' ')} }` },
  'introspection that goes round in circles': {
    query: `{ __schema { types { ${'fields { type { '.repeat(5)} name ${'} } '.repeat(5)} } } }`,
  },
  'one argument given a thousand times': {
    query: `{ echo(${'text: "x" '.repeat(1_500)}) }`,
  },
  'one variable declared a thousand times': {
    query: `query (${'$v: Int '.repeat(2_500)}) { hello }`,
  },
  'a long name': { query: `{ ${'x'.repeat(120_000)} }` },
  'a long operation name': { query: '{ hello }', operationName: 'x'.repeat(120_000) },
};
