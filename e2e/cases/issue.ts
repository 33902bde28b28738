import assert from 'node:assert/strict';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { freeLine, succeed, type TestInvoice } from '../../subgraphs/billing/testing/invoice-calls.ts';

/** Adds a customer, and gives its id. */
export async function addCustomer(askAsAdmin: GraphqlClient, displayName: string): Promise<string> {
  const { data, errors } = await askAsAdmin<{ createCustomer: { customer: { id: string } | null } }>(
    `mutation($input: CreateCustomerInput!) {
      createCustomer(input: $input) { customer { id } userErrors { field code message } } }`,
    { input: { displayName, address: { line1: 'Street 1', city: 'Paris', countryCode: 'FR' } } },
  );
  assert.deepEqual(errors, []);
  assert.ok(data.createCustomer.customer, JSON.stringify(data));
  return data.createCustomer.customer.id;
}

/** Writes a draft of one line. */
export function draftInvoice(ask: GraphqlClient, customerId: string): Promise<TestInvoice> {
  return succeed(ask, 'createInvoice', { customerId, currency: 'EUR', lines: [freeLine] });
}

/** Drafts and issues an invoice, on the seller's present day when none is given. */
export async function issueInvoice(
  ask: GraphqlClient,
  customerId: string,
  issueDate?: string,
): Promise<TestInvoice> {
  const { id, version } = await draftInvoice(ask, customerId);
  return succeed(ask, 'issueInvoice', { id, expectedVersion: version, issueDate });
}
