import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'graphql';
import { compareRules } from './compare-rules.ts';

const definitions = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external", "@authenticated"])
  directive @hasRole(roles: [Role!]!) on FIELD_DEFINITION | OBJECT | SCALAR
  enum Role { CLERK BOSS }`;

const shop = `
  type Query { shop: Shop @authenticated price: Price cost: Int @hasRole(roles: [BOSS]) }
  type Shop @key(fields: "id") @authenticated { id: ID! secret: String @hasRole(roles: [BOSS]) open: Int }
  type Price @hasRole(roles: [BOSS]) { amount: Int tax: Int }
  type Page { size: Int }
  scalar Iban @hasRole(roles: [BOSS])`;

function compare(change: (sdl: string) => string, other = ''): string[] {
  const toDocuments = (...texts: readonly string[]) =>
    texts.map((sdl, index) => ({ name: `s${index}`, document: parse(`${definitions} ${sdl}`) }));
  const before = other === '' ? toDocuments(shop) : toDocuments(shop, other);
  const after = other === '' ? toDocuments(change(shop)) : toDocuments(change(shop), other);
  return compareRules(before, after).map(({ level, rule, message }) => `${level} ${rule} ${message}`);
}

test('schemas with the same rules have no violation', () => {
  assert.deepEqual(
    compare((sdl) => sdl),
    [],
  );
});

test('a removed rule is an error', () => {
  assert.deepEqual(
    compare((sdl) => sdl.replace('cost: Int @hasRole(roles: [BOSS])', 'cost: Int')),
    ['ERROR RULE_REMOVED Query.cost lost the rule BOSS: everybody may read it.'],
  );
});

test('a removed rule of a field whose type still has one is an error', () => {
  assert.deepEqual(
    compare((sdl) => sdl.replace('secret: String @hasRole(roles: [BOSS])', 'secret: String')),
    ['ERROR RULE_WEAKENED Shop.secret may be read with signed in; before, the rule was BOSS, and signed in.'],
  );
});

test('an added role is an error, a removed one a warning', () => {
  const both = (sdl: string) =>
    sdl.replace('cost: Int @hasRole(roles: [BOSS])', 'cost: Int @hasRole(roles: [BOSS, CLERK])');
  assert.deepEqual(compare(both), [
    'ERROR RULE_WEAKENED Query.cost may be read with BOSS or CLERK; before, the rule was BOSS.',
  ]);
  const stricter = (sdl: string) => sdl.replace('open: Int', 'open: Int @hasRole(roles: [CLERK])');
  assert.deepEqual(compare(stricter), [
    'WARNING RULE_TIGHTENED Shop.open wants CLERK, and signed in; before, the rule was signed in. Whoever has less is refused.',
  ]);
});

test('a removed rule of a type is one error that names its fields', () => {
  assert.deepEqual(
    compare((sdl) => sdl.replace('type Price @hasRole(roles: [BOSS])', 'type Price')),
    ['ERROR RULE_REMOVED Price.amount, Price.tax lost the rule BOSS: everybody may read it.'],
  );
});

test('a rule that moves from a type to its fields is neither a loss nor a tightening', () => {
  const move = (sdl: string) =>
    sdl.replace(
      'type Price @hasRole(roles: [BOSS]) { amount: Int tax: Int }',
      'type Price { amount: Int @hasRole(roles: [BOSS]) tax: Int @hasRole(roles: [BOSS]) }',
    );
  assert.deepEqual(compare(move), []);
});

test('a removed rule of a scalar is an error', () => {
  assert.deepEqual(
    compare((sdl) => sdl.replace('scalar Iban @hasRole(roles: [BOSS])', 'scalar Iban')),
    ['ERROR RULE_REMOVED Iban lost the rule BOSS: everybody may read it.'],
  );
});

test('a new root field and a new entity without a rule are errors, a new field of a plain type is not', () => {
  const open = 'has no rule, nor has a type that it belongs to or returns: everybody may read it.';
  assert.deepEqual(
    compare((sdl) => sdl.replace('type Query {', 'type Query { news: Int')),
    [`ERROR RULE_MISSING Query.news ${open}`],
  );
  assert.deepEqual(
    compare((sdl) => `${sdl} type Till @key(fields: "id") { id: ID! }`),
    [`ERROR RULE_MISSING Till.id ${open}`],
  );
  assert.deepEqual(
    compare((sdl) => sdl.replace('size: Int', 'size: Int number: Int')),
    [],
  );
});

test('a rule of one subgraph protects the field of all', () => {
  const other = 'type Price @key(fields: "amount") { amount: Int rebate: Int @authenticated }';
  assert.deepEqual(
    compare((sdl) => sdl, other),
    [],
  );
});

test('a new field that requires a protected one of another subgraph is an error', () => {
  const before = 'type Shop @key(fields: "id") { id: ID! secret: String @external }';
  const toDocuments = (...texts: readonly string[]) =>
    texts.map((sdl, index) => ({ name: `s${index}`, document: parse(`${definitions} ${sdl}`) }));
  const after = before.replace('@external', '@external hint: Int @requires(fields: "secret")');
  const [violation, ...rest] = compareRules(toDocuments(shop, before), toDocuments(shop, after));
  assert.deepEqual(rest, []);
  assert.equal(violation?.rule, 'RULE_EVADED');
  assert.equal(violation?.subgraph, 's1');
  assert.match(
    violation?.message ?? '',
    /^Shop\.hint requires Shop\.secret, which wants BOSS, but has signed in itself/,
  );
});

test('a graph without any rule is left alone', () => {
  const before = [{ name: 's', document: parse('type Query { a: Int }') }];
  const after = [{ name: 's', document: parse('type Query { a: Int b: Int }') }];
  assert.deepEqual(compareRules(before, after), []);
});
