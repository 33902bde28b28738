import { z } from 'zod';
import type { AccountClient } from './account-client.ts';
import type { MailRecipient, MailRecipients } from './mail-recipients.ts';

const schema = z.object({
  mailRecipients: z.array(
    z
      .object({
        contactName: z.string().nullable(),
        email: z.string().nullable(),
        language: z.enum(['EN', 'FR']).nullable(),
        courtesyMails: z.boolean(),
      })
      .nullable(),
  ),
});
const query = `query BillingMailRecipients($ids: [ID!]!) {
  mailRecipients(customerIds: $ids) { contactName email language courtesyMails } }`;

/** Reads recipients from the customer subgraph. */
export class HttpMailRecipients implements MailRecipients {
  readonly #service: AccountClient;

  constructor(service: AccountClient) {
    this.#service = service;
  }

  async findRecipient(customerId: string): Promise<MailRecipient | undefined> {
    const { mailRecipients } = await this.#service.send({ query, variables: { ids: [customerId] } }, schema);
    if (mailRecipients.length !== 1) throw this.#service.fail('the answer does not match what was asked for');
    return mailRecipients[0] ?? undefined;
  }
}
