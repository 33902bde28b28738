import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getIntrospectionQuery } from 'graphql';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

let open: TestGateway;
let closed: TestGateway;
before(async () => {
  [open, closed] = await Promise.all([startTestGateway(), startTestGateway({ NODE_ENV: 'production' })]);
});
after(() => Promise.all([open.close(), closed.close()]));

const query = getIntrospectionQuery();

test('in development everybody reads the schema, without its rules and federation', async () => {
  const { body } = await open.ask(query);
  assert.equal(body.errors, undefined);
  const text = JSON.stringify(body.data);
  assert.match(text, /"name":"Author"/);
  assert.doesNotMatch(text, /join__|authenticated|requiresScopes/);
});

test('in production strangers do not', async () => {
  for (const options of [{}, { roles: ['LIBRARIAN'] }]) {
    for (const source of [query, '{ hello ...F } fragment F on Query { t: __type(name: "Book") { name } }']) {
      const { status, body } = await closed.ask(source, options);
      assert.equal(status, 403);
      assert.deepEqual(
        body.errors?.map(({ extensions }) => extensions.code),
        ['INTROSPECTION_DISABLED'],
      );
      assert.equal(body.data, undefined);
    }
  }
});

test('in production a caller with the role does', async () => {
  const { status, body } = await closed.ask(query, { roles: ['ADMIN'] });
  assert.equal(status, 200);
  assert.equal(body.errors, undefined);
});

test('__typename is open to all', async () => {
  assert.deepEqual((await closed.ask('{ __typename }')).body, { data: { __typename: 'Query' } });
});

test('names close to a misspelt one are told in development only', async () => {
  const [told] = (await open.ask('{ helo }')).body.errors ?? [];
  const [untold] = (await closed.ask('{ helo }')).body.errors ?? [];
  assert.match(told?.message ?? '', /Did you mean "hello"/);
  assert.doesNotMatch(untold?.message ?? '', /Did you mean/);
});
