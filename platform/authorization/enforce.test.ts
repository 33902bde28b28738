import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type ExecutionResult, graphql, parse, subscribe } from 'graphql';
import type { Principal } from '../tokens/principal.ts';
import { enforceAuthorization } from './enforce.ts';
import { principalWith } from './testing/principal-with.ts';

const typeDefs = parse(/* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@authenticated", "@policy"])
  directive @hasRole(roles: [Role!]!) on FIELD_DEFINITION | OBJECT | INTERFACE
  enum Role { MANAGER CLERK }
  type Query {
    customer: Customer @authenticated
    greeting: String @authenticated
    contact: Contact @authenticated
    special: String @policy(policies: [["special"]])
  }
  type Mutation { rename: Customer @hasRole(roles: [MANAGER]) }
  type Subscription { renamed: String @hasRole(roles: [MANAGER]) }
  interface Contact { phone: String @hasRole(roles: [MANAGER]) }
  type Customer implements Contact @key(fields: "id") @hasRole(roles: [MANAGER, CLERK]) {
    id: ID!
    name: String
    email: String @hasRole(roles: [MANAGER])
    phone: String
  }
  type Person implements Contact @key(fields: "id") { id: ID! phone: String }
`);

function createSubgraph(decidePolicy?: (name: string) => boolean) {
  const calls: string[] = [];
  const customer = (id: string) => ({ __typename: 'Customer', id, name: `n${id}`, email: 'e', phone: 'p' });
  const schema = buildSubgraphSchema([
    {
      typeDefs,
      resolvers: {
        Query: {
          customer: () => calls.push('customer') && customer('1'),
          greeting: () => 'hello',
          contact: () => ({ __typename: 'Person', id: '1', phone: 'p' }),
          special: () => 'special',
        },
        Mutation: { rename: () => calls.push('rename') && customer('1') },
        Subscription: {
          renamed: {
            subscribe: async function* () {
              calls.push('subscribe');
              yield { renamed: 'x' };
            },
          },
        },
        Customer: {
          __resolveReference: ({ id }: { id: string }) => calls.push(`reference ${id}`) && customer(id),
          email: () => calls.push('email') && 'e',
        },
      },
    },
  ]);
  enforceAuthorization(schema, decidePolicy ? { decidePolicy } : {});
  const ask = (source: string, principal?: Principal, variableValues = {}) =>
    graphql({ schema, source, contextValue: { principal }, variableValues });
  return { schema, ask, calls };
}

const codes = (result: ExecutionResult) =>
  result.errors?.map((error) => [error.path?.join('.'), error.extensions.code]);
const manager = principalWith({ roles: ['MANAGER'] });
const clerk = principalWith({ roles: ['CLERK'] });

test('a stranger is refused before a resolver runs', async () => {
  const { ask, calls } = createSubgraph();
  const result = await ask('{ customer { name } greeting }');
  assert.deepEqual(result.data && { ...result.data }, { customer: null, greeting: null });
  assert.deepEqual(codes(result), [
    ['customer', 'UNAUTHENTICATED'],
    ['greeting', 'UNAUTHENTICATED'],
  ]);
  assert.deepEqual(calls, []);
});

test('the rule of the returned type refuses a signed-in caller without the role', async () => {
  const { ask, calls } = createSubgraph();
  const result = await ask('{ customer { name } greeting }', principalWith({ roles: ['OTHER'] }));
  assert.equal(result.data?.greeting, 'hello');
  assert.deepEqual(codes(result), [['customer', 'FORBIDDEN']]);
  assert.deepEqual(calls, []);
});

test('a field with its own rule is refused alone', async () => {
  const { ask, calls } = createSubgraph();
  const result = await ask('{ customer { name email } }', clerk);
  assert.deepEqual(JSON.parse(JSON.stringify(result.data)), { customer: { name: 'n1', email: null } });
  assert.deepEqual(codes(result), [['customer.email', 'FORBIDDEN']]);
  assert.deepEqual(calls, ['customer']);
  assert.equal((await ask('{ customer { name email } }', manager)).errors, undefined);
});

test('a rule on an interface field binds the types that implement it', async () => {
  const { ask } = createSubgraph();
  assert.deepEqual(codes(await ask('{ contact { phone } }', clerk)), [['contact.phone', 'FORBIDDEN']]);
  assert.equal((await ask('{ contact { phone } }', manager)).errors, undefined);
});

test('entities of a type with a rule are refused one by one, before they are looked up', async () => {
  const { ask, calls } = createSubgraph();
  const query =
    'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Customer { name } ... on Person { id } } }';
  const r = [
    { __typename: 'Customer', id: '7' },
    { __typename: 'Person', id: '8' },
    { __typename: 'Customer', id: '9' },
  ];
  const refused = await ask(query, undefined, { r });
  assert.deepEqual(JSON.parse(JSON.stringify(refused.data)), {
    _entities: [null, { __typename: 'Person', id: '8' }, null],
  });
  assert.deepEqual(codes(refused), [
    ['_entities.0', 'UNAUTHENTICATED'],
    ['_entities.2', 'UNAUTHENTICATED'],
  ]);
  assert.deepEqual(calls, []);
  const allowed = await ask(query, clerk, { r });
  assert.equal(allowed.errors, undefined);
  assert.deepEqual(calls, ['reference 7', 'reference 9']);
});

test('mutations and subscriptions are refused before they start', async () => {
  const { schema, ask, calls } = createSubgraph();
  assert.deepEqual(codes(await ask('mutation { rename { id } }', clerk)), [['rename', 'FORBIDDEN']]);
  const document = parse('subscription { renamed }');
  const refused = await subscribe({ schema, document, contextValue: { principal: clerk } });
  assert.ok('errors' in refused);
  assert.deepEqual(codes(refused), [['renamed', 'FORBIDDEN']]);
  assert.deepEqual(calls, []);
});

test('a policy is denied by default and asked for by name', async () => {
  assert.deepEqual(codes(await createSubgraph().ask('{ special }', manager)), [['special', 'FORBIDDEN']]);
  const decided = await createSubgraph((name) => name === 'special').ask('{ special }', manager);
  assert.equal(decided.data?.special, 'special');
});

test('the service description stays open', async () => {
  const result = await createSubgraph().ask('{ _service { sdl } }');
  assert.equal(result.errors, undefined);
});

test('a root field without any rule stops the start, and every one is named', () => {
  const schema = buildSubgraphSchema(
    parse('type Query { a: Int b: Thing } type Thing { id: ID } type Mutation { c: Int }'),
  );
  assert.throws(() => enforceAuthorization(schema), {
    code: 'UNPROTECTED_ROOT_FIELD',
    message: /Query\.a, Query\.b, Mutation\.c/,
  });
});
