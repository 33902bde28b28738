import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';

/** An API client as it is made, with its credentials. */
export interface TestApiClient {
  readonly id: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly key: string;
}

interface Created {
  readonly apiClient: { readonly id: string; readonly clientId: string } | null;
  readonly clientSecret: string | null;
  readonly key: string | null;
  readonly userErrors: readonly unknown[];
}

/** Makes an API client of a name of its own, as an administrator does. */
export async function createTestApiClient(
  admin: GraphqlClient,
  rights: { readonly roles: readonly string[]; readonly scopes: readonly string[] },
): Promise<TestApiClient> {
  const { data, errors } = await admin<{ createApiClient: Created }>(
    `mutation ($input: CreateApiClientInput!) { createApiClient(input: $input) {
      apiClient { id clientId } clientSecret key userErrors { field code } } }`,
    { input: { clientId: `api-test-${randomBytes(6).toString('hex')}`, name: 'Test', ...rights } },
  );
  assert.deepEqual(errors, []);
  const { apiClient, clientSecret, key, userErrors } = data.createApiClient;
  assert.deepEqual(userErrors, []);
  assert.ok(apiClient && clientSecret && key);
  return { ...apiClient, clientSecret, key };
}
