import assert from 'node:assert/strict';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';

/** A customer as the tests ask for it. */
export interface TestCustomer {
  readonly id: string;
  readonly version: number;
  readonly displayName: string;
  readonly contactName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: Readonly<Record<string, string | null>> | null;
  readonly taxNumber: string | null;
  readonly externalReference: string | null;
  readonly status: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What a mutation of a customer answers. */
export interface TestPayload {
  readonly customer: TestCustomer | null;
  readonly userErrors: readonly { field: string[]; code: string; message: string }[];
}

const fields = `id version displayName contactName email phone taxNumber externalReference status createdAt updatedAt
  address { line1 line2 postalCode city countryCode }`;

type Mutation = 'createCustomer' | 'updateCustomer' | 'archiveCustomer' | 'restoreCustomer';

/** Calls a mutation and gives its payload back. */
export async function mutate(client: GraphqlClient, name: Mutation, input: object): Promise<TestPayload> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await client<Record<Mutation, TestPayload>>(
    `mutation ($input: ${type}!) {
      ${name}(input: $input) { customer { ${fields} } userErrors { field code message } }
    }`,
    { input },
  );
  assert.deepEqual(errors, []);
  return data[name];
}

/** Adds a customer that must be right. */
export async function createCustomer(client: GraphqlClient, input: object = {}): Promise<TestCustomer> {
  const payload = await mutate(client, 'createCustomer', { displayName: 'Acme', ...input });
  assert.deepEqual(payload.userErrors, []);
  assert.ok(payload.customer);
  return payload.customer;
}

/** The codes of a refusal by the place they stand at, such as `{ 'address.city': 'REQUIRED' }`. */
export function codesOf(payload: TestPayload): Record<string, string> {
  assert.equal(payload.customer, null);
  return Object.fromEntries(payload.userErrors.map(({ field, code }) => [field.join('.'), code]));
}
