import type { EInvoice } from '#documents/model/e-invoice.ts';
import type { BuyerParty, DocumentDelivery } from '#documents/model/party.ts';
import type { GivenDelivery } from '../domain/document-details.ts';
import { toPostalAddress } from './document-parties.ts';

/**
 * Converts the delivery that was given. An intra-community supply has a day and a country in any case (BR-IC-11, BR-IC-12): those of the
 * document and of the customer where nothing else is known.
 */
export function toDelivery(
  { delivery, issueDate }: { readonly delivery: GivenDelivery | null; readonly issueDate: string },
  { address: { countryCode } }: BuyerParty,
  isIntraCommunity: boolean,
): Pick<EInvoice, 'delivery'> {
  const { recipientName = null, address = null, date = null, period = null } = delivery ?? {};
  const given: DocumentDelivery = {
    ...(recipientName !== null && { recipientName }),
    ...(date !== null && { date }),
    ...(period !== null && { period }),
    ...(address !== null && { address: toPostalAddress(address) }),
  };
  if (!isIntraCommunity) return delivery === null ? {} : { delivery: given };
  return {
    delivery: {
      ...(date === null && period === null && { date: issueDate }),
      address: { countryCode },
      ...given,
    },
  };
}
