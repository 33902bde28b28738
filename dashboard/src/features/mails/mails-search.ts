import type { InvoiceMailFilter, InvoiceMailKind, InvoiceMailState } from '../../generated/graphql.ts';
import { toDayParameter } from '../../ui/local-days.ts';
import { omitAbsent, readPagePlace, toOneOf, toSearchParameter } from '../../ui/search-parameters.ts';

/** The filters of the list of mails and the place in it, as the address has them. */
export interface MailsSearch {
  readonly state?: InvoiceMailState;
  readonly kind?: InvoiceMailKind;
  readonly customer?: string;
  readonly from?: string;
  readonly to?: string;
  readonly after?: string;
  readonly before?: string;
}

export const mailStates: readonly InvoiceMailState[] = [
  'WAITING',
  'SENDING',
  'SENT',
  'UNCERTAIN',
  'REFUSED',
  'CANCELLED',
];
export const mailKinds: readonly InvoiceMailKind[] = [
  'INVOICE',
  'CREDIT_NOTE',
  'PAYMENT_RECEIPT',
  'REMINDER',
];

/** Reads the address; what it does not know is left out. */
export function readMailsSearch(given: Record<string, unknown>): MailsSearch {
  return omitAbsent({
    state: toOneOf(mailStates, given['state']),
    kind: toOneOf(mailKinds, given['kind']),
    customer: toSearchParameter(given['customer']),
    from: toDayParameter(given['from']),
    to: toDayParameter(given['to']),
    ...readPagePlace(given),
  });
}

/** The filter as the API takes it. */
export function toMailFilter({ state, kind, customer, from, to }: MailsSearch): InvoiceMailFilter {
  return omitAbsent({
    state: state && [state],
    kind: kind && [kind],
    customerId: customer,
    queuedFrom: from,
    queuedTo: to,
  });
}
