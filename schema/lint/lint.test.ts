import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'graphql';
import { readRealmRoles } from '../realm-roles.ts';
import { readSubgraphSdl } from '../subgraph-sdl.ts';
import { subgraphs } from '../subgraphs.ts';
import { lintSchema } from './lint.ts';

const roles = new Set(['USER', 'ADMIN', 'CLERK', 'BOSS']);
const definitions = `
  "A role." enum Role { "Any." USER "All." ADMIN "Some." CLERK "More." BOSS }
  "One of the roles." directive @hasRole("Which." roles: [Role!]!) on FIELD_DEFINITION | OBJECT`;

/** Descriptions are not what most cases are about. */
function lint(...documents: string[]): string[] {
  const subgraphs = documents.map((sdl, index) => ({
    name: `s${index}`,
    document: parse(`${definitions} ${sdl}`),
  }));
  return lintSchema(subgraphs, roles).filter((problem) => !problem.endsWith('has no description.'));
}

test('what is not described is named, down to arguments and enum values', () => {
  const sdl = 'type Query { field(argument: Int): Kind @authenticated } enum Kind { A } input In { a: Int }';
  assert.deepEqual(lintSchema([{ name: 's', document: parse(sdl) }], roles), [
    's: Query.field has no description.',
    's: Query.field.argument has no description.',
    's: Kind has no description.',
    's: Kind.A has no description.',
    's: In has no description.',
    's: In.a has no description.',
  ]);
});

test('a root field without a rule is refused', () => {
  assert.deepEqual(
    lint('type Query { open: Int shut: Int @hasRole(roles: [CLERK]) } extend type Mutation { go: Int }'),
    [
      's0: Query.open has no rule; add @authenticated or @hasRole.',
      's0: Mutation.go has no rule; add @authenticated or @hasRole.',
    ],
  );
});

test('a role that nobody has and an empty list of roles are refused', () => {
  const other = '"A role." enum Role { "?" GHOST }';
  const problems = lintSchema(
    [
      { name: 'a', document: parse(`${definitions} type T { "F." f: Int @hasRole(roles: []) }`) },
      { name: 'b', document: parse(other) },
    ],
    roles,
  );
  assert.ok(problems.some((p) => p.startsWith('b: Role.GHOST is a role that nobody has')));
  assert.ok(problems.includes('a: @hasRole on T.f lists no role, so nobody could pass.'));
});

const owner = `type Product @key(fields: "id") { id: ID! price: Int @hasRole(roles: [BOSS]) open: Int
  cost: Cost } type Cost @hasRole(roles: [BOSS]) { amount: Int }`;

for (const { name, rule, fields, isRefused } of [
  { name: 'without a rule', rule: '', fields: 'price', isRefused: true },
  { name: 'with a weaker rule', rule: '@hasRole(roles: [BOSS, CLERK])', fields: 'price', isRefused: true },
  { name: 'with the rule of any signed-in person', rule: '@authenticated', fields: 'price', isRefused: true },
  { name: 'with the same rule', rule: '@hasRole(roles: [BOSS])', fields: 'price', isRefused: false },
  { name: 'of an open field', rule: '', fields: 'open', isRefused: false },
  { name: 'of a field of a protected type', rule: '', fields: 'cost { amount }', isRefused: true },
]) {
  test(`@requires ${name} is ${isRefused ? 'refused' : 'fine'}`, () => {
    const reader = `type Product @key(fields: "id") { id: ID! price: Int @external open: Int @external
      cost: Cost @external derived: Int @requires(fields: "${fields}") ${rule} }`;
    assert.equal(
      lint(owner, reader).some((problem) => problem.includes('requires Product.')),
      isRefused,
    );
  });
}

for (const { name, sdl, refused } of [
  {
    name: 'a root field with a rule',
    sdl: 'type Query { one: Int! @authenticated }',
    refused: 's0: Query.one wants signed in, so it must be nullable: take the ! from its type.',
  },
  {
    name: 'a mutation with a rule',
    sdl: 'type Mutation { go: [Int]! @hasRole(roles: [BOSS]) }',
    refused: 's0: Mutation.go wants BOSS, so it must be nullable: take the ! from its type.',
  },
  {
    name: 'a field of a type with a rule',
    sdl: 'type Thing { cost: [Cost!]! } type Cost @hasRole(roles: [BOSS]) { amount: Int! }',
    refused: 's0: Thing.cost wants BOSS, so it must be nullable: take the ! from its type.',
  },
  {
    name: 'a field with a stricter rule than its type',
    sdl: 'type Thing @authenticated { price: Int! @hasRole(roles: [BOSS]) }',
    refused: 's0: Thing.price wants BOSS, so it must be nullable: take the ! from its type.',
  },
  {
    name: 'a field with the rule of its type',
    sdl: 'type Thing @hasRole(roles: [BOSS]) { price: Int! @hasRole(roles: [BOSS, CLERK]) }',
    refused: undefined,
  },
  { name: 'a subscription', sdl: 'type Subscription { on: Int! @authenticated }', refused: undefined },
]) {
  test(`${name} ${refused === undefined ? 'may be non-null' : 'must be nullable'}`, () => {
    assert.deepEqual(lint(sdl), refused === undefined ? [] : [refused]);
  });
}

test('a protected key is refused', () => {
  const [problem] = lint('type Thing @key(fields: "code") { code: ID! @hasRole(roles: [BOSS]) }');
  assert.match(problem ?? '', /^s0: the key of Thing reads Thing\.code/);
});

test('the schema of the house is without fault', async () => {
  const documents = await Promise.all(
    subgraphs.map(async ({ name }) => ({
      name,
      document: parse(await readSubgraphSdl(name)),
    })),
  );
  assert.deepEqual(lintSchema(documents, await readRealmRoles()), []);
});
