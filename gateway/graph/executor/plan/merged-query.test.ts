import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'graphql';
import { MergedQueries } from './merged-query.ts';

type EntityQuery = Parameters<MergedQueries['find']>[0][number];
const toFetch = (query: string, ...variableUsages: string[]): EntityQuery => ({ query, variableUsages });
const entities = (selection: string, name = 'A', more = '') =>
  `query ${name}($representations:[_Any!]!${more}){_entities(representations:$representations){${selection}}}`;
const find = (...fetches: EntityQuery[]) => new MergedQueries().find(fetches);

test('each fetch has its own field and its own variable, and variables of the client are defined once', () => {
  const merged = find(
    toFetch(entities('... on Book { title(size: $size) }', 'A', ' $size: Int'), 'size'),
    toFetch(
      entities(
        '... on Book { pages(size: $size, of: $representations1) }',
        'B',
        ' $size: Int $representations1: Int',
      ),
      'size',
      'representations1',
    ),
  );
  assert.deepEqual(merged, {
    query:
      'query A($representations:[_Any!]!$size:Int$_representations1:[_Any!]!$representations1:Int)' +
      '{_entities(representations:$representations){...on Book{title(size:$size)}}' +
      '_entities1:_entities(representations:$_representations1){...on Book{pages(size:$size of:$representations1)}}}',
    operationName: 'A',
    variableUsages: ['size', 'representations1'],
    parts: [
      { field: '_entities', variable: 'representations' },
      { field: '_entities1', variable: '_representations1' },
    ],
  });
});

test('equal fragments are there once, and others of the same name get another one, with all that spread them', () => {
  const outer = 'fragment Outer on Book { ...Inner }';
  const inner = (field: string) => `fragment Inner on Book { ${field} }`;
  const query = (field: string) => `${entities('...Outer')} ${outer} ${inner(field)}`;
  const equal = find(toFetch(query('a')), toFetch(query('a')));
  assert.equal(equal?.query.match(/fragment/g)?.length, 2);
  const other = find(toFetch(query('a')), toFetch(query('b')));
  assert.ok(other?.query.includes('_entities1:_entities(representations:$representations1){...Outer__1}'));
  assert.ok(other?.query.endsWith('fragment Outer__1 on Book{...Inner__1}fragment Inner__1 on Book{b}'));
  assert.doesNotThrow(() => parse(other?.query ?? ''));
});

test('queries with other directives or other definitions of a variable are not merged', () => {
  const plain = toFetch(entities('... on Book { a }'));
  assert.equal(find(plain, toFetch(entities('... on Book { b }').replace('){', ') @slow {'))), undefined);
  const sized = (type: string) => toFetch(entities('... on Book { b(n: $n) }', 'A', ` $n: ${type}`), 'n');
  assert.equal(find(sized('Int'), sized('Int!')), undefined);
  assert.equal(find(plain, toFetch('{ books { a } }')), undefined);
});

test('after a refusal fetches go by themselves for a while', (context) => {
  let now = 1_000;
  context.mock.method(performance, 'now', () => now);
  const queries = new MergedQueries();
  const fetches = [toFetch(entities('... on Book { a }')), toFetch(entities('... on Book { b }'))];
  const merged = queries.find(fetches);
  assert.ok(merged);
  queries.pause();
  assert.equal(queries.find(fetches), undefined);
  now += 10_000;
  assert.equal(queries.find(fetches), merged);
});

test('few of the many queries that the same fetches may need are kept', () => {
  const queries = new MergedQueries();
  const pairs = Array.from({ length: 40 }, (_, index) => [
    toFetch(entities('... on Book { a }')),
    toFetch(entities(`... on Book { b${index} }`)),
  ]);
  const [first = []] = pairs;
  const merged = queries.find(first);
  assert.equal(queries.find(first), merged);
  for (const pair of pairs) queries.find(pair);
  assert.notEqual(queries.find(first), merged);
  assert.deepEqual(queries.find(first), merged);
});
