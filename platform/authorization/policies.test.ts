import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import { readPolicies } from './policies.ts';

const DIRECTIVES = /* GraphQL */ `
  directive @hasRole(roles: [Role!]!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT
  directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT
  enum Role { A B }
`;

test('each directive becomes one clause under its type or field', () => {
  const policies = readPolicies(/* GraphQL */ `
    ${DIRECTIVES}
    type Query {
      roles: String @hasRole(roles: [A, B])
      signedIn: String @authenticated
      scopes: String @requiresScopes(scopes: [["read", "list"], ["all"]])
      policy: String @policy(policies: [["p", "q"], ["r"]])
      open: String
    }
    scalar Secret @authenticated
    union Both @hasRole(roles: [A]) = Query
  `);
  assert.deepEqual(Object.fromEntries(policies.fields), {
    'Query.roles': [[['role:A'], ['role:B']]],
    'Query.signedIn': [[['authenticated']]],
    'Query.scopes': [[['scope:read', 'scope:list'], ['scope:all']]],
    'Query.policy': [[['policy:p', 'policy:q'], ['policy:r']]],
  });
  assert.deepEqual(Object.fromEntries(policies.types), {
    Secret: [[['authenticated']]],
    Both: [[['role:A']]],
  });
});

test('repeated applications, on extensions too, must all hold', () => {
  const policies = readPolicies(/* GraphQL */ `
    ${DIRECTIVES}
    type Query @authenticated { x: String @hasRole(roles: [A]) @hasRole(roles: [B]) @authenticated }
    extend type Query @hasRole(roles: [A]) { y: String @authenticated }
  `);
  assert.deepEqual(policies.fields.get('Query.x'), [[['role:A']], [['role:B']], [['authenticated']]]);
  assert.deepEqual(policies.fields.get('Query.y'), [[['authenticated']]]);
  assert.deepEqual(policies.types.get('Query'), [[['authenticated']], [['role:A']]]);
});

test('a directive that was renamed by its link is still read', () => {
  const policies = readPolicies(/* GraphQL */ `
    schema
      @link(url: "https://specs.apollo.dev/link/v1.0")
      @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "signedIn", for: SECURITY)
      @link(url: "https://authorization.example/v1.0", import: [{ name: "@hasRole", as: "@needs" }]) {
      query: Query
    }
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", as: "fed", import: ["@key"])
    type Query {
      a: String @signedIn
      b: String @needs(roles: [A])
      c: String @fed__requiresScopes(scopes: [["x"]])
    }
  `);
  assert.deepEqual(Object.fromEntries(policies.fields), {
    'Query.a': [[['authenticated']]],
    'Query.b': [[['role:A']]],
    'Query.c': [[['scope:x']]],
  });
});

test('a built schema tells the same as its text', () => {
  const sdl = /* GraphQL */ `
    ${DIRECTIVES}
    type Query { x: Thing @hasRole(roles: [A]) }
    type Thing @authenticated { id: ID! }
  `;
  assert.deepEqual(readPolicies(buildSchema(sdl)), readPolicies(sdl));
});

test('a list of no scopes asks for nothing, a list of no roles refuses everybody', () => {
  const policies = readPolicies(/* GraphQL */ `
    ${DIRECTIVES}
    type Query { free: String @requiresScopes(scopes: []) shut: String @hasRole(roles: []) }
  `);
  assert.equal(policies.fields.has('Query.free'), false);
  assert.deepEqual(policies.fields.get('Query.shut'), [[]]);
});

test('a malformed rule is refused with its place', () => {
  for (const rule of [
    '@hasRole(roles: "A")',
    '@hasRole',
    '@requiresScopes(scopes: ["x"])',
    '@policy(policies: [[1]])',
  ]) {
    assert.throws(
      () => readPolicies(`type Query { x: String ${rule} }`),
      /The rule on Query\.x has a malformed argument/,
    );
  }
});
