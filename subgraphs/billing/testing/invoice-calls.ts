import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { callMutation, codesOf, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';

/** An amount of the API. */
interface TestMoney {
  readonly amount: string;
  readonly currency: string;
}

/** The fields of an invoice that the tests request. */
export interface TestInvoice {
  readonly id: string;
  readonly number: string | null;
  readonly status: string;
  readonly version: number;
  readonly availableActions: readonly string[];
  readonly currency: string;
  readonly netTotal: TestMoney;
  readonly taxTotal: TestMoney;
  readonly total: TestMoney;
  readonly taxSubtotals: readonly {
    taxCategory: string;
    taxRate: string;
    taxExemptionReason: string | null;
    netAmount: TestMoney;
    taxAmount: TestMoney;
  }[];
  readonly issueDate: string | null;
  readonly issuedAt: string | null;
  readonly dueDate: string | null;
  readonly isOverdue: boolean;
  readonly externalReference: string | null;
  readonly note: string | null;
  readonly customer: { id: string };
  readonly customerSnapshot: {
    id: string;
    displayName: string;
    addressLines: string[];
    countryCode: string | null;
    taxNumber: string | null;
    address: Readonly<Record<string, string | null>> | null;
    siren: string | null;
    siret: string | null;
    electronicAddress: Readonly<Record<'scheme' | 'id', string>> | null;
  } | null;
  readonly lines: readonly {
    id: string;
    position: number;
    product: { id: string } | null;
    sku: string | null;
    description: string;
    quantity: string;
    unit: string;
    unitPrice: TestMoney;
    taxRate: string;
    taxCategory: string;
    taxExemptionReason: string | null;
    netAmount: TestMoney;
    taxAmount: TestMoney;
    totalAmount: TestMoney;
  }[];
}

/** The payload of a mutation of an invoice. */
export interface InvoicePayload extends TestRefusal {
  readonly invoice: TestInvoice | null;
}

const invoiceFields = `
  id number status version availableActions currency netTotal { amount currency } taxTotal { amount currency }
  total { amount currency } taxSubtotals {
    taxCategory taxRate taxExemptionReason netAmount { amount currency } taxAmount { amount currency } }
  issueDate issuedAt dueDate isOverdue externalReference note customer { id }
  customerSnapshot { id displayName addressLines countryCode taxNumber
    address { line1 line2 postalCode city countryCode } siren siret electronicAddress { scheme id } }
  lines {
    id position product { id } sku description quantity unit unitPrice { amount currency } taxRate
    taxCategory taxExemptionReason
    netAmount { amount currency } taxAmount { amount currency } totalAmount { amount currency }
  }`;

type Mutation = 'createInvoice' | 'duplicateInvoice' | 'updateInvoice' | 'issueInvoice';

/**
 * Calls a mutation, with a new idempotency key if it needs one and none is given. Tests with many calls request few
 * fields.
 */
export function mutateInvoice(
  client: GraphqlClient,
  name: Mutation,
  input: object,
  fields = invoiceFields,
): Promise<InvoicePayload> {
  const keyed = name === 'updateInvoice' ? input : { idempotencyKey: randomUUID(), ...input };
  return callMutation(client, name, keyed, `invoice { ${fields} }`);
}

/** Calls a mutation that must succeed. */
export async function succeed(client: GraphqlClient, name: Mutation, input: object): Promise<TestInvoice> {
  const payload = await mutateInvoice(client, name, input);
  assert.deepEqual(payload.userErrors, []);
  assert.ok(payload.invoice);
  return payload.invoice;
}

/** Calls a mutation that must fail, and gives the codes by field: `{ 'lines.0.quantity': 'INVALID' }`. */
export async function fail(
  client: GraphqlClient,
  name: Mutation,
  input: object,
): Promise<Record<string, string>> {
  return codesOf(await mutateInvoice(client, name, input));
}

/** The invoice as it stands now. */
export async function read(client: GraphqlClient, id: string): Promise<TestInvoice | null> {
  const { data, errors } = await client<{ invoice: TestInvoice | null }>(
    `query ($id: ID!) { invoice(id: $id) { ${invoiceFields} } }`,
    { id },
  );
  assert.deepEqual(errors, []);
  return data.invoice;
}

/** A line without a product. */
export const freeLine = {
  description: 'Consulting',
  quantity: '1.5',
  unit: 'hour',
  unitPrice: '80.00',
  taxRate: '20',
};

/** Deletes a draft and gives its id, or the codes by field of a refusal. */
export async function remove(client: GraphqlClient, input: object): Promise<string | Record<string, string>> {
  const payload = await callMutation<TestRefusal & { readonly deletedInvoiceId: string | null }>(
    client,
    'deleteInvoice',
    input,
    'deletedInvoiceId',
  );
  return payload.deletedInvoiceId ?? codesOf(payload);
}
