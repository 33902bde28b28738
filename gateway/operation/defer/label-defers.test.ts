import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, print } from 'graphql';
import { labelDefers } from './label-defers.ts';

function label(text: string, variables: Record<string, unknown> = {}) {
  const { document, labels } = labelDefers(parse(text), undefined, variables);
  return { text: print(document).replaceAll(/\s+/g, ' '), labels: Object.fromEntries(labels) };
}

test('each place has a label of its own, and the labels of the client are known', () => {
  assert.deepEqual(label('{ ... @defer(label: "x") { a } b { ... @defer { c } } }'), {
    text: '{ ... @defer(label: "part0") { a } b { ... @defer(label: "part1") { c } } }',
    labels: { part0: 'x', part1: undefined },
  });
});

test('a fragment is written out wherever it is spread, if anything of it is deferred, and stays otherwise', () => {
  const fragments = `
    fragment A on T { ...B }
    fragment B on T { ... @defer(label: "b") { b } }
    fragment C on T { c }
  `;
  assert.deepEqual(label(`{ one { ...A ...C } two { ...A ...C @defer } } ${fragments}`), {
    text: [
      '{ one { ... on T { ... on T { ... @defer(label: "part0") { b } } } ...C }',
      'two { ... on T { ... on T { ... @defer(label: "part1") { b } } } ... on T @defer(label: "part2") { c } } }',
      'fragment C on T { c }',
    ].join(' '),
    labels: { part0: 'b', part1: 'b', part2: undefined },
  });
});

test('what does not apply is not deferred', () => {
  const text =
    'query ($a: Boolean!, $b: Boolean = false) { ... @defer(if: $a) { a } ... @defer(if: $b) { b } }';
  const labelsFor = (variables: Record<string, unknown>) =>
    label(text, variables).text.match(/\.\.\. [^}]*/g);
  assert.deepEqual(labelsFor({ a: true }), ['... @defer(label: "part0") { a ', '... { b ']);
  assert.deepEqual(labelsFor({ a: false, b: true }), ['... { a ', '... @defer(label: "part0") { b ']);
  assert.deepEqual(
    label('{ ... @defer(if: false) @include(if: true) { a } }').text,
    '{ ... @include(if: true) { a } }',
  );
});

test('the same document and conditions give the same object, as plans are kept by it', () => {
  const document = parse('query ($a: Boolean!, $b: Int) { ... @defer(if: $a) { a(b: $b) } }');
  const labelled = labelDefers(document, undefined, { a: true, b: 1 });
  assert.equal(labelDefers(document, undefined, { a: true, b: 2 }), labelled);
  assert.notEqual(labelDefers(document, undefined, { a: false, b: 1 }), labelled);
});

test('nothing of the schema itself is deferred', () => {
  assert.deepEqual(label('{ __schema { ... @defer { types { name } } } }').labels, {});
});
