import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSharedNames } from './exported-names.ts';

const find = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(findSharedNames(new Map(Object.entries(texts))));

test('a name that two files export is found with both, be it a value or a type', () => {
  const found = find({
    'a/one.ts': 'export interface Topic {}\nexport const unique = 1;\n',
    'b/two.ts': 'export class Topic {}\nexport async function other() {}\n',
  });
  assert.deepEqual(found, { Topic: ['a/one.ts', 'b/two.ts'] });
});

test('overloads of a function are one name', () => {
  const text = 'export function show(value: string): string;\nexport function show(value: unknown) {}\n';
  assert.deepEqual(find({ 'a/one.ts': text }), {});
});

test('a name that is not exported may be used again', () => {
  assert.deepEqual(find({ 'a/one.ts': 'export type Row = 1;\n', 'b/two.ts': 'type Row = 2;\n' }), {});
});

test('tables, generated types, tests and names by convention may be equal', () => {
  const found = find({
    'a/tables.ts': 'export const invoices = 1;\n',
    'b/tables.ts': 'export const invoices = 1;\n',
    'a/generated/types.ts': 'export type Role = 1;\n',
    'b/roles.ts': 'export type Role = 1;\nexport const resolvers = 1;\nexport type Call = 1;\n',
    'c/resolvers.ts': 'export const resolvers = 1;\n',
    'c/testing/call.ts': 'export type Call = 1;\n',
  });
  assert.deepEqual(found, {});
});
