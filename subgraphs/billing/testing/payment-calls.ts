import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { callMutation, codesOf, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { succeed } from './invoice-calls.ts';

/** The fields of a settled invoice that the tests of payments request. */
export interface TestSettlement {
  readonly id: string;
  readonly status: string;
  readonly derivedStatus: string;
  readonly isOverdue: boolean;
  readonly balance: { readonly amount: string };
  readonly paidTotal: { readonly amount: string };
  readonly refundable: { readonly amount: string };
  readonly paidAt: string | null;
  readonly availableActions: readonly string[];
  readonly version: number;
}

const settlementFields = `id status derivedStatus isOverdue balance { amount } paidTotal { amount }
  refundable { amount } paidAt availableActions version`;

/** An entry of payments, as a mutation answers it. */
export interface TestPayment {
  readonly id: string;
  readonly kind: string;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly paidOn: string;
}

/** The payload of a mutation of payments. */
export interface PaymentPayload extends TestRefusal {
  readonly payment: TestPayment | null;
  readonly invoice: TestSettlement | null;
}

type PaymentMutation = 'recordPayment' | 'recordRefund' | 'reversePayment';

/** Calls a mutation of payments with a new idempotency key, unless one is given. */
export function movePayment(
  client: GraphqlClient,
  name: PaymentMutation,
  input: object,
): Promise<PaymentPayload> {
  const method = name === 'reversePayment' ? {} : { method: 'BANK_TRANSFER' };
  return callMutation(
    client,
    name,
    { ...method, idempotencyKey: randomUUID(), ...input },
    `payment { id kind amount { amount currency } paidOn } invoice { ${settlementFields} }`,
  );
}

/** Calls a mutation of payments that must succeed. */
export async function settle(
  client: GraphqlClient,
  name: PaymentMutation,
  input: object,
): Promise<{ payment: TestPayment; invoice: TestSettlement }> {
  const { payment, invoice, userErrors } = await movePayment(client, name, input);
  assert.deepEqual(userErrors, []);
  assert.ok(payment && invoice);
  return { payment, invoice };
}

/** Calls a mutation of payments that must be refused, and gives the codes by field. */
export async function refuse(
  client: GraphqlClient,
  name: PaymentMutation,
  input: object,
): Promise<Record<string, string>> {
  return codesOf(await movePayment(client, name, input));
}

/** Issues an invoice with one untaxed line of this price, and gives its id. */
export async function issueFor(
  client: GraphqlClient,
  customerId: string,
  unitPrice: string,
  changes: { readonly currency?: string; readonly dueDate?: string } = {},
): Promise<string> {
  const line = { description: 'Work', quantity: '1', unit: 'h', unitPrice, taxRate: '0' };
  const input = { customerId, currency: 'EUR', lines: [line], ...changes };
  const { id } = await succeed(client, 'createInvoice', input);
  await succeed(client, 'issueInvoice', { id, expectedVersion: 1 });
  return id;
}
