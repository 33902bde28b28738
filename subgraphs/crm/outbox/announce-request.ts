import type { Transaction } from '#platform/database/transaction.ts';
import { disputeClosed, disputeOpened, requestAssigned } from '#schema/work-events/request-events.ts';
import { formatReference } from '../domain/reference.ts';
import type { CustomerRequestModel } from '../models.ts';
import { announceCrmWork } from './announce-crm-work.ts';

/** Announces to whom a request was given; nothing if to nobody. */
export async function announceAssignment(
  tx: Transaction,
  request: CustomerRequestModel,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> {
  const { assignee } = request;
  if (assignee === null) return;
  const event = { ...toMembers(request), assignee, assignedBy: by, assignedAt: at.toISOString() };
  await announceCrmWork(tx, requestAssigned, [event]);
}

/** Announces that a dispute began; nothing of other requests. */
export async function announceOpening(
  tx: Transaction,
  request: CustomerRequestModel,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> {
  if (request.kind !== 'DISPUTE' || request.invoiceId === null) return;
  const { invoiceId } = request;
  const event = { ...toMembers(request), invoiceId, openedBy: by, openedAt: at.toISOString() };
  await announceCrmWork(tx, disputeOpened, [event]);
}

/** Announces that a dispute is over; nothing of other requests. */
export async function announceClosing(
  tx: Transaction,
  request: CustomerRequestModel,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> {
  if (request.kind !== 'DISPUTE' || request.invoiceId === null) return;
  const { invoiceId, author: openedBy } = request;
  const event = { ...toMembers(request), invoiceId, openedBy, closedBy: by, closedAt: at.toISOString() };
  await announceCrmWork(tx, disputeClosed, [event]);
}

function toMembers({ id, number }: CustomerRequestModel) {
  return { requestId: id, reference: formatReference(number) };
}
