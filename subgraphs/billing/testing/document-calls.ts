import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { openDownload } from '#platform/testing/open-download.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { freeLine, succeed } from './invoice-calls.ts';
import type { TestBilling } from './test-billing.ts';

/** A seller with all that a document asks for. */
export const documentSeller: SellerDetails = {
  name: 'Comptoir',
  legalForm: 'SAS',
  address: { line1: '1 rue Haute', postalCode: '69003', city: 'Lyon', countryCode: 'FR' },
  siren: '732829320',
  vatId: 'FR44732829320',
  bankAccount: { iban: 'FR1420041010050500013M02606' },
  legalMentions: ['Pas d’escompte.'],
};

/** The payload of the mutation. */
interface DocumentPayload extends TestRefusal {
  readonly url: string | null;
  readonly expiresAt: string | null;
}

/** Asks for a document. */
export function createDocument(client: GraphqlClient, input: object): Promise<DocumentPayload> {
  return callMutation(client, 'createInvoiceDocument', input, 'url expiresAt');
}

/** Gives the address of a document. */
export async function documentAddressOf(client: GraphqlClient, input: object): Promise<string> {
  const { url, userErrors } = await createDocument(client, input);
  assert.deepEqual(userErrors, []);
  assert.ok(url);
  return url;
}

/** Fetches a document that is sent whole. */
export async function fetchDocument(billing: TestBilling, input: object) {
  const address = await documentAddressOf(await billing.as('BILLING_MANAGER'), input);
  const response = await openDownload(billing, address, await billing.tokenOf('BILLING_MANAGER'));
  const bytes = await buffer(response);
  assert.equal(response.statusCode, 200, bytes.toString());
  return { bytes, headers: response.headers };
}

/** Issues an invoice of some lines and gives its id. */
export async function issueSome(
  billing: TestBilling,
  { customer = {}, ...changes }: { readonly customer?: object; readonly [field: string]: unknown } = {},
): Promise<string> {
  const manager = await billing.as('BILLING_MANAGER');
  const draft = await succeed(manager, 'createInvoice', {
    customerId: billing.addCustomer(customer),
    currency: 'EUR',
    lines: [{ ...freeLine, quantity: '2', unitPrice: '617.00', taxRate: '20' }],
    ...changes,
  });
  return (await succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1 })).id;
}
