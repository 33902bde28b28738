import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { callMutation, codesOf, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { mutateInvoice, succeed, type TestInvoice } from './invoice-calls.ts';

/** Duplicates an invoice with a new key, which must succeed. */
export function duplicate(client: GraphqlClient, id: string): Promise<TestInvoice> {
  return succeed(client, 'duplicateInvoice', { id });
}

/** Calls `duplicateInvoice`, which must fail, and gives the codes by field. */
export async function failToDuplicate(client: GraphqlClient, input: object): Promise<Record<string, string>> {
  return codesOf(await mutateInvoice(client, 'duplicateInvoice', input));
}

const adjustment = `reason percent amount { amount }`;
const share = `shares { taxRate taxCategory taxExemptionReason netAmount { amount } }`;
const amounts = ['netTotal', 'taxTotal', 'total', 'lineTotal', 'allowanceTotal', 'chargeTotal'];
const terms = `
  currency note pricesIncludeTax ${amounts.map((name) => `${name} { amount }`).join(' ')}
  taxSubtotals { taxCategory taxRate taxExemptionReason netAmount { amount } taxAmount { amount } }
  allowances { ${adjustment} isSplit ${share} } charges { ${adjustment} isSplit ${share} }
  lines {
    position product { id } description quantity unit unitPrice { amount } taxRate taxCategory taxExemptionReason
    allowances { ${adjustment} } charges { ${adjustment} }
    netAmount { amount } taxAmount { amount } totalAmount { amount }
  }`;

/** All that a duplicate has in common with its invoice, and the figures that follow from it. */
export async function readTerms(client: GraphqlClient, id: string): Promise<object> {
  const { data, errors } = await client<{ invoice: object | null }>(
    `query ($id: ID!) { invoice(id: $id) { ${terms} } }`,
    { id },
  );
  assert.deepEqual(errors, []);
  assert.ok(data.invoice);
  return data.invoice;
}

/** Makes an invoice void that was just issued. */
export async function voidUnpaid(client: GraphqlClient, id: string): Promise<void> {
  const input = { id, expectedVersion: 2, reason: 'A mistake', idempotencyKey: randomUUID() };
  const { userErrors } = await callMutation<TestRefusal>(client, 'voidInvoice', input, 'invoice { id }');
  assert.deepEqual(userErrors, []);
}
