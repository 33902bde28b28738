import type DataLoader from 'dataloader';
import { toEntityKey } from '#platform/graphql/entity-loader.ts';
import type { MailRecipient } from '../generated/types.ts';
import type { CustomerModel } from '../models.ts';

/** Finds to whom mails for customers go, in the order of the ids; null for an id that does not exist. */
export function findMailRecipients(
  customerIds: readonly string[],
  customerById: DataLoader<string, CustomerModel | null>,
): Promise<(MailRecipient | null)[]> {
  return Promise.all(
    customerIds.map(async (id) => {
      const customer = await customerById.load(toEntityKey(id));
      return customer === null ? null : toMailRecipient(customer);
    }),
  );
}

/** The part of a customer that a mail needs, and nothing else. */
function toMailRecipient({
  id: customerId,
  displayName,
  contactName,
  email,
  language,
  courtesyMails,
}: CustomerModel): MailRecipient {
  return { customerId, displayName, contactName, email, language, courtesyMails };
}
