import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageArguments } from '#platform/graphql/page.ts';
import { pageList } from './page-list.ts';

const letters = ['a', 'b', 'c', 'd', 'e'];

function page(items: readonly string[], args: PageArguments) {
  const { edges, pageInfo } = pageList({ order: 'LETTER', items, keyOf: (letter) => letter }, args);
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = pageInfo;
  const nodes = edges.map(({ node }) => node).join('');
  return { nodes, hasNextPage, hasPreviousPage, startCursor, endCursor };
}

test('pages follow each other forwards and backwards until the list ends', () => {
  const first = page(letters, { first: 2 });
  assert.deepEqual([first.nodes, first.hasNextPage, first.hasPreviousPage], ['ab', true, false]);
  const second = page(letters, { first: 2, after: first.endCursor });
  assert.deepEqual([second.nodes, second.hasNextPage, second.hasPreviousPage], ['cd', true, true]);
  const third = page(letters, { first: 2, after: second.endCursor });
  assert.deepEqual([third.nodes, third.hasNextPage], ['e', false]);
  const back = page(letters, { last: 2, before: third.startCursor });
  assert.deepEqual([back.nodes, back.hasNextPage, back.hasPreviousPage], ['cd', true, true]);
  assert.deepEqual(page(letters, { last: 2 }).nodes, 'de');
  assert.deepEqual(
    page(letters, { first: 3, after: first.endCursor, before: third.startCursor }).nodes,
    'cd',
  );
});

test('a page goes on after its item when others came before it, and at its place when it went', () => {
  const { endCursor } = page(letters, { first: 2 });
  assert.equal(page(['x', 'y', ...letters], { first: 2, after: endCursor }).nodes, 'cd');
  assert.equal(page(['a', 'c', 'd'], { first: 2, after: endCursor }).nodes, 'cd');
});

test('pages follow each other also where a list names several items alike', () => {
  const items = ['a', 'b', 'a', 'a', 'c'];
  const seen: string[] = [];
  let cursor: string | null = null;
  for (const _page of items) {
    const { nodes, endCursor } = page(items, { first: 1, after: cursor });
    seen.push(nodes);
    cursor = endCursor;
  }
  assert.deepEqual(seen, items);
});

test('a cursor of another order and a page that is too large are refused', () => {
  const { endCursor } = page(letters, { first: 2 });
  const other = { order: 'OTHER', items: letters, keyOf: (letter: string) => letter };
  assert.throws(() => pageList(other, { after: endCursor }), /must be a cursor from a page of this list/);
  assert.throws(() => page(letters, { first: 101 }), /`first` must be from 1 to 100/);
});
