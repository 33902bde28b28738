import assert from 'node:assert/strict';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';

/** The fields of a customer that the tests request. */
export interface TestCustomer {
  readonly id: string;
  readonly version: number;
  readonly displayName: string;
  readonly contactName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: Readonly<Record<string, string | null>> | null;
  readonly taxNumber: string | null;
  readonly siren: string | null;
  readonly siret: string | null;
  readonly electronicAddress: Readonly<Record<'scheme' | 'id', string>> | null;
  readonly externalReference: string | null;
  readonly status: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The payload of a mutation of a customer. */
export interface CustomerPayload extends TestRefusal {
  readonly customer: TestCustomer | null;
}

const fields = `id version displayName contactName email phone taxNumber siren siret externalReference status createdAt updatedAt
  address { line1 line2 postalCode city countryCode } electronicAddress { scheme id }`;

type Mutation = 'createCustomer' | 'updateCustomer' | 'archiveCustomer' | 'restoreCustomer';

/** Calls a mutation and gives its payload. */
export function mutateCustomer(
  client: GraphqlClient,
  name: Mutation,
  input: object,
): Promise<CustomerPayload> {
  return callMutation(client, name, input, `customer { ${fields} }`);
}

/** Adds a customer; the input must be right. */
export async function createCustomer(client: GraphqlClient, input: object = {}): Promise<TestCustomer> {
  const payload = await mutateCustomer(client, 'createCustomer', { displayName: 'Acme', ...input });
  assert.deepEqual(payload.userErrors, []);
  assert.ok(payload.customer);
  return payload.customer;
}
