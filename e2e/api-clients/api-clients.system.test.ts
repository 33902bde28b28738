import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { openSharedSystem, type SharedSystem } from '../shared-system.ts';

/** The way of an API client through the whole system: provider, subgraph people, gateway and billing. */
let system: SharedSystem;
let admin: GraphqlClient;
before(
  async () => {
    system = await openSharedSystem();
    admin = createGraphqlClient(system.gatewayUrl, await system.tokenOf('admin'));
  },
  { timeout: 180_000 },
);
after(() => system?.[Symbol.asyncDispose]());

interface Created {
  readonly apiClient: { readonly id: string; readonly clientId: string } | null;
  readonly key: string | null;
  readonly userErrors: readonly unknown[];
}

async function createClient(scopes: readonly string[]) {
  const { data, errors } = await admin<{ createApiClient: Created }>(
    `mutation ($input: CreateApiClientInput!) { createApiClient(input: $input) {
      apiClient { id clientId } key userErrors { field code } } }`,
    {
      input: {
        clientId: `api-test-${randomBytes(6).toString('hex')}`,
        name: 'Test',
        roles: ['BILLING_MANAGER'],
        scopes,
      },
    },
  );
  assert.deepEqual(errors, []);
  const { apiClient, key, userErrors } = data.createApiClient;
  assert.deepEqual(userErrors, []);
  assert.ok(apiClient && key);
  return { ...apiClient, key };
}

function askWith(key: string): GraphqlClient {
  return createGraphqlClient(system.gatewayUrl, key);
}

const read = '{ invoices(first: 1) { edges { node { number } } } }';
const write = 'mutation { approve(input: { id: "x" }) { userErrors { code } } }';

test('a key reads and writes what its scopes open, and nothing else', async () => {
  const reader = askWith((await createClient(['invoices:read'])).key);
  assert.deepEqual((await reader(read)).errors, []);
  const codesOf = async (client: GraphqlClient, document: string) =>
    (await client(document)).errors.map(({ extensions }) => extensions?.['code']);
  assert.deepEqual(await codesOf(reader, write), ['UNAUTHORIZED_FIELD_OR_TYPE']);
  const nothing = askWith((await createClient([])).key);
  assert.deepEqual(await codesOf(nothing, read), ['UNAUTHORIZED_FIELD_OR_TYPE']);
  assert.deepEqual(await codesOf(nothing, '{ products(first: 1) { totalCount } }'), []);
  const both = askWith((await createClient(['invoices:read', 'invoices:write'])).key);
  assert.deepEqual([await codesOf(both, read), await codesOf(both, write)], [[], []]);
});

test('people without any scope in their tokens read invoices as their role lets them', async () => {
  const manager = createGraphqlClient(system.gatewayUrl, await system.tokenOf('billing-manager'));
  assert.deepEqual((await manager(read)).errors, []);
  const user = createGraphqlClient(system.gatewayUrl, await system.tokenOf('user'));
  assert.notDeepEqual((await user(read)).errors, []);
});

test('a revoked key is refused once the gateway has asked about it again', { timeout: 150_000 }, async () => {
  const { id, key } = await createClient(['invoices:read']);
  const reader = askWith(key);
  assert.equal((await reader(read)).status, 200);
  const { errors } = await admin(
    'mutation ($input: RevokeApiClientInput!) { revokeApiClient(input: $input) { revokedId } }',
    { input: { id } },
  );
  assert.deepEqual(errors, []);
  const refused = await waitFor(
    'the refusal',
    async () => {
      const answer = await reader(read);
      return answer.status === 401 ? answer : undefined;
    },
    100_000,
  );
  assert.equal(refused.errors[0]?.extensions?.['code'], 'API_KEY_REFUSED');
});
