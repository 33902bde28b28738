import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import { diffApiSchemas } from '../changes/diff-api-schemas.ts';
import type { CheckedOperation } from './checked-operation.ts';
import { CurrentSchema } from './current-schema.ts';
import { judgeOperations } from './judge-operations.ts';
import type { JudgedChange } from './judged-change.ts';
import type { OperationRules } from './operation-rules.ts';
import { replayOperations } from './replay-operations.ts';
import { knownOperation } from './testing/known.ts';

const usual: OperationRules = {
  minCount: 1,
  minPercent: 0,
  passesWithoutUsage: false,
  failsOnAdditions: false,
};

const current = `
  type Query { user(id: ID): User users(filter: Filter): [User!] state: State shape: Shape page(first: Int! = 25): Int }
  type User { name: String email: String }
  type Circle { radius: Int }
  type Square { side: Int }
  union Shape = Circle | Square
  input Filter { name: String size: Int other: Other }
  input Other { state: State }
  enum State { ON OFF }`;

async function judge(
  change: (sdl: string) => string,
  operations: readonly CheckedOperation[],
  rules: Partial<OperationRules> = {},
): Promise<JudgedChange[]> {
  const before = buildSchema(current);
  const after = buildSchema(change(current));
  const replay = await replayOperations(
    operations,
    { before, after },
    { limitMs: 30_000, signal: AbortSignal.timeout(30_000) },
  );
  const requests = operations.reduce((sum, { count }) => sum + count, 0);
  return judgeOperations(
    {
      changes: await diffApiSchemas(before, after),
      current: new CurrentSchema(before),
      operations,
      replay,
      requests,
    },
    { ...usual, ...rules },
  );
}

const failures = (judged: readonly JudgedChange[]) =>
  judged.filter(({ severity }) => severity === 'FAILURE').map(({ code }) => code);

const lists = knownOperation('query ListUsers { users { name } }', ['Query.users', 'User.name']);

test('the removal of a field that an operation uses fails with the names of operation and client', async () => {
  const judged = await judge((sdl) => sdl.replace('name: String email', 'email'), [lists]);
  assert.deepEqual(failures(judged), ['FIELD_REMOVED']);
  assert.equal(
    judged[0]?.description,
    "Field 'name' was removed from object type 'User'. It fails ListUsers of web (10 requests).",
  );
});

test('the removal of an unused field passes, also where its name is the beginning of a used one', async () => {
  assert.deepEqual(failures(await judge((sdl) => sdl.replace('user(id: ID): User ', ''), [lists])), []);
  assert.deepEqual(failures(await judge((sdl) => sdl.replace('email: String', ''), [lists])), []);
});

for (const { name, change, uses, code } of [
  {
    name: 'an input field that is sent',
    change: (sdl: string) => sdl.replace('size: Int', ''),
    uses: ['Query.users', 'Query.users(filter:)', 'Filter', 'Filter.size'],
    code: ['FIELD_REMOVED_FROM_INPUT_OBJECT'],
  },
  {
    name: 'an input field that is never sent',
    change: (sdl: string) => sdl.replace('size: Int', ''),
    uses: ['Query.users', 'Query.users(filter:)', 'Filter', 'Filter.name'],
    code: [],
  },
  {
    name: 'an enum value that is sent',
    change: (sdl: string) => sdl.replace('ON OFF', 'ON'),
    uses: ['Query.users', 'Other.state', 'State.OFF'],
    code: ['VALUE_REMOVED_FROM_ENUM'],
  },
  {
    name: 'an enum value that is never sent',
    change: (sdl: string) => sdl.replace('ON OFF', 'ON'),
    uses: ['Query.users', 'Other.state', 'State.ON'],
    code: [],
  },
  {
    name: 'an argument that is given',
    change: (sdl: string) => sdl.replace('(filter: Filter)', ''),
    uses: ['Query.users', 'Query.users(filter:)'],
    code: ['ARG_REMOVED'],
  },
  {
    name: 'an argument that is not given',
    change: (sdl: string) => sdl.replace('(filter: Filter)', ''),
    uses: ['Query.users'],
    code: [],
  },
]) {
  test(`the removal of ${name} ${code.length === 0 ? 'passes' : 'fails'}`, async () => {
    // The text does not tell what its variables hold.
    const operation = knownOperation('query Vague { __typename }', uses);
    assert.deepEqual(failures(await judge(change, [operation])), code);
  });
}

test('a new required input field fails whoever sends an object of the type, empty or not', async () => {
  const add = (sdl: string) => sdl.replace('input Filter {', 'input Filter { must: Int!');
  const empty = knownOperation('query Empty { __typename }', [
    'Query.users',
    'Query.users(filter:)',
    'Filter',
  ]);
  assert.deepEqual(failures(await judge(add, [empty])), ['REQUIRED_FIELD_ADDED_TO_INPUT_OBJECT']);
  assert.deepEqual(failures(await judge(add, [lists])), []);
});

test('an input field that becomes required fails those alone who do not always give it', async () => {
  const require = (sdl: string) => sdl.replace('input Filter { name: String', 'input Filter { name: String!');
  const given = new Map([
    ['Filter', 10],
    ['Filter.name', 10],
    ['Filter.name!', 10],
  ]);
  const always = knownOperation('query Always { __typename }', [], { coordinates: given });
  const sometimes = { ...always, coordinates: new Map([...given, ['Filter.name!', 9]]) };
  assert.deepEqual(failures(await judge(require, [always])), []);
  assert.deepEqual(failures(await judge(require, [sometimes])), ['FIELD_ON_INPUT_OBJECT_CHANGED_TYPE']);
});

test('a default value that goes away fails whoever relied on it', async () => {
  const drop = (sdl: string) => sdl.replace('first: Int! = 25', 'first: Int!');
  const relying = knownOperation('query Relying { page }', ['Query.page']);
  const giving = knownOperation('query Giving { page(first: 1) }', [
    'Query.page',
    'Query.page(first:)',
    'Query.page(first:)!',
  ]);
  assert.deepEqual(failures(await judge(drop, [relying])), ['ARG_DEFAULT_VALUE_CHANGE']);
  assert.deepEqual(failures(await judge(drop, [giving])), []);
});

test('whoever may send anything is taken to send it', async () => {
  const drop = (sdl: string) => sdl.replace('input Other { state: State', 'input Other { rest: Int');
  const unknown = knownOperation('query Unknown { __typename }', ['Query.users', 'Query.users(filter:)'], {
    areInputsKnown: false,
  });
  assert.deepEqual(failures(await judge(drop, [unknown])), ['FIELD_REMOVED_FROM_INPUT_OBJECT']);
  assert.deepEqual(failures(await judge(drop, [{ ...unknown, areInputsKnown: true }])), []);
});

test('an operation that only validation finds fails the check by itself', async () => {
  const drop = (sdl: string) => sdl.replace('= Circle | Square', '= Circle');
  const spreading = knownOperation('query Shapes { shape { ... on Square { side } } }', [
    'Query.shape',
    'Square.side',
  ]);
  const judged = await judge(drop, [spreading]);
  assert.deepEqual(failures(judged), ['OPERATION_INVALID']);
  assert.match(judged[0]?.description ?? '', /^Shapes of web \(10 requests\) would not be valid any more: /);
});

test('an operation that is not valid today either is passed over', async () => {
  const stale = knownOperation('query Stale { gone }', []);
  const judged = await judge((sdl) => sdl.replace('email: String', ''), [stale]);
  assert.deepEqual(failures(judged), []);
});

test('a persisted operation counts without a request, a rare one does not', async () => {
  const drop = (sdl: string) => sdl.replace('name: String email', 'email');
  const persisted = { ...lists, isPersisted: true, count: 0, clients: [] };
  const other = knownOperation('query Other { user { email } }', ['Query.user', 'User.email'], {
    count: 990,
  });
  const judged = await judge(drop, [persisted, other]);
  assert.match(judged[0]?.description ?? '', /It fails ListUsers \(persisted\)\./);
  assert.deepEqual(failures(await judge(drop, [lists, other], { minCount: 11 })), []);
  assert.deepEqual(failures(await judge(drop, [lists, other], { minCount: 10 })), ['FIELD_REMOVED']);
  assert.deepEqual(failures(await judge(drop, [lists, other], { minPercent: 1.1 })), []);
  assert.deepEqual(failures(await judge(drop, [lists, other], { minPercent: 1 })), ['FIELD_REMOVED']);
});

test('a breaking change fails while nothing is known of the period, an addition does not', async () => {
  const drop = (sdl: string) => sdl.replace('email: String', '');
  assert.deepEqual(failures(await judge(drop, [])), ['NO_USAGE_DATA']);
  assert.deepEqual(failures(await judge(drop, [], { passesWithoutUsage: true })), []);
  assert.deepEqual(failures(await judge((sdl) => `${sdl} extend type User { age: Int }`, [])), []);
});

test('a new enum value fails its readers only by choice', async () => {
  const add = (sdl: string) => sdl.replace('ON OFF', 'ON OFF BROKEN');
  const reading = knownOperation('query State { state }', ['Query.state']);
  assert.deepEqual(failures(await judge(add, [reading])), []);
  assert.deepEqual(failures(await judge(add, [reading], { failsOnAdditions: true })), [
    'VALUE_ADDED_TO_ENUM',
  ]);
  assert.deepEqual(failures(await judge(add, [lists], { failsOnAdditions: true })), []);
});
