import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import { compileRepresentation } from '../plan/representation.ts';
import type { AnswerObject } from '../response/answer-object.ts';
import { groupTargets, type KnownData } from './group-targets.ts';

const schema = buildSchema(/* GraphQL */ `
  type Book { isbn: ID, title: String, sku: Sku }
  type Sku { code: ID }
  type Query { books: [Book] }
`);
const field = (name: string, selections?: object[]) => ({
  kind: 'Field',
  name,
  ...(selections && { selections }),
});
const requiring = (...members: object[]) =>
  compileRepresentation(
    schema,
    [
      { kind: 'InlineFragment', typeCondition: 'Book', selections: [field('__typename'), ...members] },
    ] as never,
    undefined,
  );
const byIsbn = requiring(field('isbn'));
const path = ['shelves', '@', 'book'];

const know = (books: readonly unknown[]): KnownData => ({
  data: { shelves: books.map((book) => ({ book })) },
  shared: new Set(),
  found: new Map(),
});
const book = (isbn: unknown, more: AnswerObject = {}): AnswerObject => ({
  __typename: 'Book',
  isbn,
  ...more,
});
const booksOf = ({ data }: KnownData) =>
  (data['shelves'] as { book: AnswerObject }[]).map((shelf) => shelf.book);

test('objects that are nothing but their representation become one, and others keep what they have', () => {
  const known = know([book('1'), book('1', { title: 'A' }), book('1'), book('2'), book('1')]);
  const groups = groupTargets(known, path, byIsbn);
  const [first, titled, third, other, last] = booksOf(known);
  assert.equal(third, first);
  assert.equal(last, first);
  assert.notEqual(titled, first);
  assert.deepEqual(groups, [
    { text: '{"__typename":"Book","isbn":"1"}', targets: [first, titled] },
    { text: '{"__typename":"Book","isbn":"2"}', targets: [other] },
  ]);
  assert.deepEqual([...known.shared], [first]);
});

test('values of different kinds are different, and so is null', () => {
  const groups = groupTargets(know([book('1'), book(1), book(null), book(true), book(1)]), path, byIsbn);
  assert.deepEqual(
    groups.map(({ text, targets }) => [text, targets.length]),
    ['"1"', '1', 'null', 'true'].map((isbn) => [`{"__typename":"Book","isbn":${isbn}}`, 1]),
  );
});

test('objects with objects in their representation are grouped, and stay apart', () => {
  const bySku = requiring(field('sku', [field('code')]));
  const create = () => ({ __typename: 'Book', sku: { code: 'x' } });
  const known = know([create(), create()]);
  const groups = groupTargets(known, path, bySku);
  assert.deepEqual(groups, [{ text: '{"__typename":"Book","sku":{"code":"x"}}', targets: booksOf(known) }]);
  assert.equal(known.shared.size, 0);
});

test('an object without a representation is in no group', () => {
  const groups = groupTargets(know([{ __typename: 'Book' }, book('1')]), path, byIsbn);
  assert.equal(groups.length, 1);
});

test('targets that were found are grouped by each fetch, equal ones too', () => {
  const known = know([book('1', { title: 'A' }), book('1', { title: 'A' })]);
  groupTargets(known, path, byIsbn);
  const byBoth = requiring(field('isbn'), field('title'));
  const groups = groupTargets(known, path, byBoth);
  assert.deepEqual(groups[0]?.targets, booksOf(known));
  known.found.clear();
  groupTargets(known, path, byBoth);
  assert.equal(booksOf(known)[0], booksOf(known)[1]);
});
