import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { callMutation, codesOf, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';

interface Amount {
  readonly amount: string;
}

/** The fields of a credit note, or of the invoice that it credits, that the tests request. */
export interface CreditDocument {
  readonly id: string;
  readonly number: string;
  readonly kind: string;
  readonly origin: string;
  readonly status: string;
  readonly derivedStatus: string;
  readonly version: number;
  readonly note: string | null;
  readonly issueDate: string;
  readonly netTotal: Amount;
  readonly taxTotal: Amount;
  readonly total: Amount;
  readonly balance: Amount;
  readonly creditedTotal: Amount;
  readonly refundable: Amount;
  readonly taxSubtotals: readonly { taxRate: string; netAmount: Amount; taxAmount: Amount }[];
  readonly customerSnapshot: object | null;
  readonly creditedInvoice: { readonly id: string } | null;
  readonly creditNotes: {
    readonly totalCount: number;
    readonly edges: readonly { node: { id: string; number: string } }[];
  };
  readonly lines: readonly {
    id: string;
    position: number;
    sku: string | null;
    quantity: string;
    creditedQuantity: string;
    creditableQuantity: string;
    creditedLineId: string | null;
    netAmount: Amount;
    taxAmount: Amount;
  }[];
}

/** The payload of `createCreditNote`. */
export interface CreditPayload extends TestRefusal {
  readonly creditNote: CreditDocument | null;
  readonly approval: { readonly id: string; readonly status: string } | null;
}

const fields = `
  id number kind origin status derivedStatus version note issueDate netTotal { amount } taxTotal { amount } total { amount }
  balance { amount } creditedTotal { amount } refundable { amount }
  taxSubtotals { taxRate netAmount { amount } taxAmount { amount } }
  customerSnapshot { id displayName addressLines countryCode taxNumber
    address { line1 line2 postalCode city countryCode } siren siret electronicAddress { scheme id } }
  creditedInvoice { id } creditNotes { totalCount edges { node { id number } } }
  lines {
    id position sku quantity creditedQuantity creditableQuantity creditedLineId netAmount { amount } taxAmount { amount }
  }`;

/** Calls `createCreditNote` with a new key and a usual reason, unless others are given. */
export function callCredit(client: GraphqlClient, input: object, selected = fields): Promise<CreditPayload> {
  const whole = { idempotencyKey: randomUUID(), reason: 'Returned', ...input };
  return callMutation(client, 'createCreditNote', whole, `creditNote { ${selected} } approval { id status }`);
}

/** Creates a credit note, which must succeed. */
export async function credit(client: GraphqlClient, input: object): Promise<CreditDocument> {
  const { creditNote, userErrors } = await callCredit(client, input);
  assert.deepEqual(userErrors, []);
  assert.ok(creditNote);
  return creditNote;
}

/** Calls `createCreditNote`, which must fail, and gives the codes by field. */
export async function failToCredit(client: GraphqlClient, input: object): Promise<Record<string, string>> {
  return codesOf(await callCredit(client, input));
}

/** The invoice or credit note as it stands now. */
export async function readCredited(client: GraphqlClient, id: string): Promise<CreditDocument> {
  const { data, errors } = await client<{ invoice: CreditDocument | null }>(
    `query ($id: ID!) { invoice(id: $id) { ${fields} } }`,
    { id },
  );
  assert.deepEqual(errors, []);
  assert.ok(data.invoice);
  return data.invoice;
}
