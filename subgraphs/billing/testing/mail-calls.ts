import { randomUUID } from 'node:crypto';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import type { TestBilling } from './test-billing.ts';

interface MailPayload extends TestRefusal {
  readonly mail: { readonly id: string; readonly state: string } | null;
}

/** Asks for an invoice to be sent. */
export function send(client: GraphqlClient, input: object): Promise<MailPayload> {
  return callMutation(client, 'sendInvoice', { idempotencyKey: randomUUID(), ...input }, 'mail { id state }');
}

/** Asks for a mail to be sent again. */
export function resend(client: GraphqlClient, input: object): Promise<MailPayload> {
  return callMutation(client, 'resendMail', { idempotencyKey: randomUUID(), ...input }, 'mail { id state }');
}

const mailFields = `id kind state recipient maskedRecipient language stepDays message attempts problem canResend sentAt
  payment { amount { amount } } resendOf { id } queuedBy { id }`;

/** The fields of a mail that tests request. */
export interface SentMail {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly recipient: string | null;
  readonly maskedRecipient: string | null;
  readonly problem: string | null;
  readonly canResend: boolean;
  readonly attempts: number;
  readonly resendOf: { readonly id: string } | null;
}

/** The mails of an invoice, the newest first, as a person reads them who may read addresses. */
export async function mailsOf(billing: TestBilling, id: string): Promise<SentMail[]> {
  const reader = await billing.as('BILLING_MANAGER', 'CUSTOMER_MANAGER');
  const { data } = await reader<{ invoice: { mails: { edges: { node: SentMail }[] } } }>(
    `query ($id: ID!) { invoice(id: $id) { mails { totalCount edges { node { ${mailFields} } } } } }`,
    { id },
  );
  return data.invoice.mails.edges.map(({ node }) => node);
}
