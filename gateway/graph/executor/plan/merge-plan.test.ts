import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompiledFetch, CompiledNode } from './compile-plan.ts';
import { putFetchesTogether } from './merge-plan.ts';

const whole = { findForm: () => undefined, write: () => undefined };

function entities(name: string, path = 'all.@'): CompiledFetch {
  const [subgraph = ''] = name.split('.');
  return {
    kind: 'fetch',
    id: undefined,
    subgraph,
    query: name,
    operationName: undefined,
    variableUsages: [],
    path: path.split('.'),
    representations: whole,
    rewriteAnswer: undefined,
    twins: undefined,
  };
}
const root = (name: string): CompiledFetch => ({ ...entities(name), representations: undefined });
const sequence = (...nodes: CompiledNode[]): CompiledNode => ({ kind: 'sequence', nodes });
const parallel = (...nodes: CompiledNode[]): CompiledNode => ({ kind: 'parallel', nodes });

/** A plan as text: one after the other with `,`, beside each other with `|`, and together with `+`. */
function toText(node: CompiledNode): string {
  switch (node.kind) {
    case 'fetch':
      return node.query;
    case 'together':
      return node.fetches.map(({ query }) => query).join('+');
    case 'condition':
      return `if(${node.whenTrue ? toText(node.whenTrue) : ''})`;
    case 'defer': {
      const parts = node.deferred.map((part) => (part.node ? toText(part.node) : ''));
      return `${node.primary ? toText(node.primary) : ''} later ${parts.join(' and ')}`;
    }
    case 'sequence':
      return `(${node.nodes.map(toText).join(', ')})`;
    case 'parallel':
      return `[${node.nodes.map(toText).join(' | ')}]`;
  }
}
const merged = (node: CompiledNode) => toText(putFetchesTogether(node));

test('fetches that begin at the same moment go together, and what follows them likewise', () => {
  assert.equal(merged(parallel(entities('a.1'), entities('b.1'), entities('a.2'))), '[a.1+a.2 | b.1]');
  assert.equal(
    merged(
      sequence(
        root('r'),
        parallel(sequence(entities('a.1'), entities('b.1')), sequence(entities('a.2'), entities('b.2'))),
      ),
    ),
    '(r, a.1+a.2, b.1+b.2)',
  );
  assert.equal(merged(parallel(parallel(entities('a.1'), root('a.2')), entities('a.3'))), '[a.1+a.3 | a.2]');
});

test('a fetch that nothing waits for goes with the last one of a branch beside it, for the same objects or below them', () => {
  const branch = (path: string) =>
    sequence(entities('b.1', path), parallel(entities('a.1', path), entities('c.1', path)));
  assert.equal(merged(parallel(entities('a.2'), branch('all.@'))), '(b.1, [a.1+a.2 | c.1])');
  assert.equal(merged(parallel(branch('all.@.of.@'), entities('a.2'))), '(b.1, [a.1+a.2 | c.1])');
  assert.equal(merged(parallel(entities('a.2'), branch('other.@'))), '[a.2 | (b.1, [a.1 | c.1])]');
  assert.equal(
    merged(parallel(entities('a.2'), sequence(entities('b.1'), entities('a.1'), entities('c.1')))),
    '[a.2 | (b.1, a.1, c.1)]',
  );
});

test('conditions keep what is in them, and merge it', () => {
  const condition = (node: CompiledNode): CompiledNode => ({
    kind: 'condition',
    variable: 'yes',
    byDefault: undefined,
    whenTrue: node,
    whenFalse: undefined,
  });
  const inner = parallel(entities('a.1'), entities('a.2'));
  assert.equal(merged(parallel(condition(inner), entities('a.3'))), '[if(a.1+a.2) | a.3]');
  assert.equal(
    merged(parallel(sequence(entities('b.1'), condition(inner)), entities('a.3'))),
    '[(b.1, if(a.1+a.2)) | a.3]',
  );
});

test('no more than ten fetches are one request', () => {
  const many = Array.from({ length: 12 }, (_, index) => entities(`a.${index}`));
  const text = merged(parallel(...many));
  assert.equal(text, '[a.0+a.1+a.2+a.3+a.4+a.5+a.6+a.7+a.8+a.9 | a.10+a.11]');
});

test('nothing goes with a fetch at the end of a branch that deferred parts wait for', () => {
  const awaited: CompiledFetch = { ...entities('a.1'), id: '0' };
  const branches = parallel(entities('a.2'), sequence(entities('b.1'), awaited));
  assert.equal(merged(branches), '[a.2 | (b.1, a.1)]');
});

test('within deferred parts fetches go together as elsewhere, but not those that deferred parts wait for', () => {
  const awaited: CompiledFetch = { ...entities('a.1'), id: '0' };
  const primary = parallel(awaited, entities('a.2'), entities('a.3'));
  const node = parallel(entities('b.1'), entities('b.2'));
  assert.equal(
    merged({ kind: 'defer', primary, deferred: [{ label: 'late', depends: ['0'], node }] }),
    '[a.1 | a.2+a.3] later b.1+b.2',
  );
});
