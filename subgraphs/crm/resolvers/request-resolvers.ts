import { toMoneyObject } from '#schema/money.ts';
import { formatReference } from '../domain/reference.ts';
import { toSubject } from '../domain/viewer.ts';
import type { CustomerRequestResolvers, RequestHistoryEntryResolvers } from '../generated/resolvers.ts';

/** The functions that answer the fields of `CustomerRequest`. */
export const requestResolvers: CustomerRequestResolvers = {
  reference: ({ number }) => formatReference(number),
  deadline: ({ deadline }) => deadline?.toISOString() ?? null,
  isOverdue: ({ status, deadline }, _args, { crm }) =>
    status === 'OPEN' && deadline !== null && deadline < crm.clock(),
  customer: ({ customerId: id }) => (id === null ? null : { id }),
  invoice: ({ invoiceId: id }) => (id === null ? null : { id }),
  disputedAmount: ({ disputedMinor: amountMinor, currency }) =>
    amountMinor === null || currency === null ? null : toMoneyObject({ amountMinor, currency }),
  author: ({ author }) => ({ id: toSubject(author) }),
  assignee: ({ assignee }) => toActor(assignee),
  createdAt: ({ createdAt }) => createdAt.toISOString(),
  updatedAt: ({ updatedAt }) => updatedAt.toISOString(),
  closedAt: ({ closedAt }) => closedAt?.toISOString() ?? null,
  closedBy: ({ closedBy }) => toActor(closedBy),
  history: ({ id }, args, { loaders }) => loaders.history.load(id, args),
};

/** The functions that answer the fields of `RequestHistoryEntry`. */
export const requestHistoryResolvers: RequestHistoryEntryResolvers = {
  id: ({ position }) => String(position),
  occurredAt: ({ occurredAt }) => occurredAt.toISOString(),
  doneBy: ({ actor }) => ({ id: toSubject(actor) }),
  text: ({ details }) => details.text ?? null,
  fields: ({ details }) => [...(details.fields ?? [])],
  assignee: ({ details }) => toActor(details.assignee ?? null),
};

function toActor(person: string | null): { id: string } | null {
  return person === null ? null : { id: toSubject(person) };
}
