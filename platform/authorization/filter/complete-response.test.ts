import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, execute, parse } from 'graphql';
import { readPolicies } from '../policies.ts';
import { principalWith } from '../testing/principal-with.ts';
import { createOperationAuthorizer } from './authorizer.ts';

const schema = buildSchema(/* GraphQL */ `
  directive @hasRole(roles: [String!]!) on FIELD_DEFINITION | OBJECT | INTERFACE

  type Query {
    a: String
    person: Person
    people: [Person!]
    strictPeople: [Person!]!
    grid: [[Person]]
    media: [Media]
    hit: Hit
    needed: String! @hasRole(roles: [ADMIN])
  }
  type Person {
    id: ID!
    name: String
    email: String @hasRole(roles: [ADMIN])
    code: String! @hasRole(roles: [ADMIN])
    friend: Person
    strictFriend: Person!
    tags: [String!] @hasRole(roles: [ADMIN])
  }
  interface Media { id: ID! title: String }
  type Book implements Media { id: ID! title: String pages: Int @hasRole(roles: [ADMIN]) }
  type Film implements Media { id: ID! title: String @hasRole(roles: [ADMIN]) minutes: Int }
  union Hit = Book | Film
`);
const authorizer = createOperationAuthorizer({ schema, policies: readPolicies(schema) });

const person = (id: string, more = {}) => ({
  id,
  name: `n${id}`,
  email: 'e',
  code: 'c',
  tags: ['t'],
  ...more,
});
const rootValue = {
  a: 'A',
  person: person('1', { friend: person('2'), strictFriend: person('3') }),
  people: [person('1'), person('2')],
  strictPeople: [person('1')],
  grid: [[person('1'), null], null, []],
  media: [
    { __typename: 'Book', id: 'b', title: 'B', pages: 3 },
    { __typename: 'Film', id: 'f', title: 'F', minutes: 90 },
    null,
  ],
  hit: { __typename: 'Film', id: 'f', title: 'F', minutes: 90 },
  needed: 'x',
};

/** Runs a query as a caller without any role, filtered and completed. */
async function ask(source: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const { document, complete } = authorizer.authorize(parse(source), undefined, principalWith({}));
  if (!document) return null;
  const { data, errors } = await execute({ schema, document, rootValue, variableValues: variables });
  assert.equal(errors, undefined);
  return JSON.parse(JSON.stringify(complete(data ?? null, variables)));
}

test('a cut field is null in its place and order', async () => {
  const data = await ask('{ z: a person { email id tags name } a }');
  assert.equal(
    JSON.stringify(data),
    '{"z":"A","person":{"email":null,"id":"1","tags":null,"name":"n1"},"a":"A"}',
  );
});

test('a parent that lost all its fields is null', async () => {
  assert.deepEqual(await ask('{ a person { email } }'), { a: 'A', person: null });
});

test('null propagates to the nearest parent that may be null', async () => {
  assert.deepEqual(await ask('{ a person { id code } }'), { a: 'A', person: null });
  assert.deepEqual(await ask('{ a person { id strictFriend { id code } } }'), { a: 'A', person: null });
  assert.deepEqual(await ask('{ a person { id friend { id code } } }'), {
    a: 'A',
    person: { id: '1', friend: null },
  });
});

test('null propagates through lists whose items may not be null', async () => {
  assert.deepEqual(await ask('{ a people { id code } }'), { a: 'A', people: null });
  assert.deepEqual(await ask('{ people { id email } }'), {
    people: [
      { id: '1', email: null },
      { id: '2', email: null },
    ],
  });
  assert.deepEqual(await ask('{ grid { id code } }'), { grid: [[null, null], null, []] });
});

test('null that reaches the root is the whole answer', async () => {
  assert.equal(await ask('{ a needed }'), null);
  assert.equal(await ask('{ a strictPeople { id code } }'), null);
});

test('fields under one name are merged before they are completed', async () => {
  assert.deepEqual(
    await ask('{ person { email } person { name } ...F } fragment F on Query { person { id } }'),
    {
      person: { email: null, name: 'n1', id: '1' },
    },
  );
});

test('skipped fields stay away, cut or not', async () => {
  const source =
    'query ($yes: Boolean!, $no: Boolean = false) { person { id email @include(if: $no) tags @skip(if: $yes) name @include(if: $no) ... @include(if: $yes) { mail: email } } }';
  assert.deepEqual(await ask(source, { yes: true }), { person: { id: '1', mail: null } });
});

test('what an abstract type stands for decides which fields are there', async () => {
  assert.deepEqual(await ask('{ media { id title ... on Book { pages } ... on Film { title minutes } } }'), {
    media: [{ id: 'b', title: null, pages: null }, { id: 'f', title: null, minutes: 90 }, null],
  });
  assert.deepEqual(
    await ask('{ hit { ... on Book { pages id } ...F } } fragment F on Film { minutes title }'),
    {
      hit: { minutes: 90, title: null },
    },
  );
});

test('the name that carried runtime types does not show', async () => {
  const data = await ask('{ hit { __typename ... on Film { title minutes } } }');
  assert.deepEqual(data, { hit: { __typename: 'Film', title: null, minutes: 90 } });
});

test('introspection beside cut fields stays as it came', async () => {
  const data = await ask('{ person { email id } __type(name: "Hit") { possibleTypes { name } } __typename }');
  assert.deepEqual(data, {
    person: { email: null, id: '1' },
    __type: { possibleTypes: [{ name: 'Book' }, { name: 'Film' }] },
    __typename: 'Query',
  });
});

test('a response name such as __proto__ is a key like any other', async () => {
  assert.equal(
    JSON.stringify(await ask('{ person { email } constructor: a }')),
    '{"person":null,"constructor":"A"}',
  );
});
