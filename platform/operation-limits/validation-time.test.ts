import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, validate } from 'graphql';
import { checkDocument } from './check-document.ts';
import { DEFAULT_LIMITS } from './limits.ts';

const schema = buildSchema('type Query { a(x: [Int]): Query b: Query c(x: Int): Int }');

function nested(depth: number, width: number): string {
  return depth === 0 ? 'c' : `a { ${nested(depth - 1, width)} } `.repeat(width);
}

function chain(length: number, link: (next: number) => string): string {
  return Array.from({ length }, (_, i) => `fragment F${i} on Query { ${link(i + 1)} }`).join(' ');
}

function spreads(length: number): string {
  return Array.from({ length }, (_, i) => `...F${i}`).join(' ');
}

const attacks: Record<string, string> = {
  'fields repeated side by side': `{ a { ${'c '.repeat(14_000)} } }`,
  'fields repeated within repeated fields': `{ ${nested(6, 4)} }`,
  'a few levels of repeated fields': `{ ${nested(3, 3)} }`,
  'one field in many fragments': `{ b { ${spreads(199)} } } ${chain(199, () => 'a { b { c } }')}`,
  'a chain of fragments': `{ ${spreads(198)} } ${chain(198, (next) => `...F${next}`)} fragment F198 on Query { c }`,
  '18 kB of repeated inline fragments': `{ ${'...{c} '.repeat(2_600)} }`,
  '18 kB of nested inline fragments': `{ ${`${'...{'.repeat(48)}c${'}'.repeat(48)} `.repeat(70)} }`,
  '18 kB of repeated inline fragments in an unused fragment': `{ c } fragment Unused on Query { ${'...{c} '.repeat(2_600)} }`,
  'repeated fields with long arguments': `{ ${`a(x:[${'1,'.repeat(18)}]){c} `.repeat(100)} }`,
  'a circle of fragments': `{ ...F0 } ${chain(100, (next) => `a { ...F${next % 100} } c`)}`,
  'many operations with one fragment': `${Array.from({ length: 199 }, (_, i) => `query Q${i} { ...F }`).join(' ')} fragment F on Query { a(x: [1]) { c } }`,
};

for (const [name, source] of Object.entries(attacks)) {
  test(`a document costs little to refuse or to validate: ${name}`, () => {
    const run = () => {
      const before = process.cpuUsage();
      const checked = checkDocument(source, DEFAULT_LIMITS);
      if (checked.kind === 'parsed') validate(schema, checked.document);
      // Of this process, so that others on the machine do not count.
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    // The first runs pay for compiling.
    const fastestMs = Math.min(run(), run(), run());
    assert.ok(fastestMs < 250, `${fastestMs} ms`);
  });
}
