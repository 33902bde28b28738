import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, parse, print } from 'graphql';
import { readPolicies } from '../policies.ts';
import { principalWith } from '../testing/principal-with.ts';
import { createOperationAuthorizer } from './authorizer.ts';
import { type AuthorizationOptions, DEFAULT_AUTHORIZATION_OPTIONS, toUnauthorizedError } from './options.ts';

const schema = buildSchema(/* GraphQL */ `
  directive @hasRole(roles: [String!]!) on FIELD_DEFINITION
  directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION
  type Query {
    a: String
    b: String @hasRole(roles: [ADMIN])
    c: String @policy(policies: [["weekday"]])
  }
`);
const policies = readPolicies(schema);
const clerk = principalWith({ roles: ['CLERK'] });

function authorizerWith(options: Partial<AuthorizationOptions>) {
  return createOperationAuthorizer({
    schema,
    policies,
    options: { ...DEFAULT_AUTHORIZATION_OPTIONS, ...options },
  });
}

test('callers with the same rights in an operation share one outcome, others do not', () => {
  const authorizer = authorizerWith({});
  const document = parse('{ a b }');
  const outcome = (roles: string[]) => authorizer.authorize(document, undefined, principalWith({ roles }));
  assert.equal(outcome(['CLERK']), outcome(['OTHER', 'CLERK']));
  assert.equal(outcome(['CLERK']), authorizer.authorize(document, undefined, undefined));
  assert.notEqual(outcome(['CLERK']), outcome(['ADMIN']));
  assert.equal(outcome(['ADMIN']).document, document);
});

test('the outcome follows a policy as it changes', () => {
  const authorizer = createOperationAuthorizer({ schema, policies });
  const document = parse('{ a c }');
  const cutsWith = (...held: string[]) =>
    authorizer.authorize(document, undefined, clerk, new Set(held)).unauthorizedPaths;
  assert.deepEqual(authorizer.policiesOf(document, undefined), ['weekday']);
  assert.deepEqual(cutsWith('weekday'), []);
  assert.deepEqual(cutsWith('other'), [['c']]);
  assert.deepEqual(authorizer.authorize(document, undefined, clerk).unauthorizedPaths, [['c']]);
});

test('switched off, everything passes', () => {
  const document = parse('{ a b }');
  const outcome = authorizerWith({ enabled: false }).authorize(document, undefined, undefined);
  assert.equal(outcome.document, document);
  assert.deepEqual(outcome.unauthorizedPaths, []);
});

test('a dry run reports and cuts nothing', () => {
  const document = parse('{ a b }');
  const outcome = authorizerWith({ dryRun: true }).authorize(document, undefined, clerk);
  assert.equal(outcome.document, document);
  assert.deepEqual(outcome.unauthorizedPaths, [['b']]);
  assert.deepEqual(outcome.complete({ a: '1', b: '2' }, {}), { a: '1', b: '2' });
});

test('rejecting refuses the whole operation for one cut, and only then', () => {
  const authorizer = authorizerWith({ rejectUnauthorized: true });
  const refused = authorizer.authorize(parse('{ a b }'), undefined, clerk);
  assert.equal(refused.document, null);
  assert.deepEqual(refused.unauthorizedPaths, [['b']]);
  assert.notEqual(authorizer.authorize(parse('{ a }'), undefined, clerk).document, null);
});

test('operations of one document are kept apart', () => {
  const authorizer = authorizerWith({});
  const document = parse('query A { a } query B { a b }');
  assert.equal(authorizer.authorize(document, 'A', clerk).document, document);
  const filtered = authorizer.authorize(document, 'B', clerk).document;
  assert.equal(filtered && print(filtered).replace(/\s+/g, ' '), 'query B { a }');
});

test('the error names the place and the code, not the missing right', () => {
  assert.deepEqual(toUnauthorizedError(['people', '@', 'email']), {
    message: 'Unauthorized field or type',
    path: ['people', '@', 'email'],
    extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
  });
});
