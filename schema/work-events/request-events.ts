import { z } from 'zod';
import { WorkEvent } from './work-event.ts';
import { workInstant, workPerson, workText, workWord } from './work-members.ts';

const requestMembers = {
  requestId: workText(64, 'The identifier of the request.'),
  reference: workText(64, 'The name of the request for people.'),
};

const disputeMembers = {
  ...requestMembers,
  invoiceId: workText(64, 'The identifier of the invoice.'),
  openedBy: workPerson('Whoever opened it'),
};

/** Events of open requests whose deadline is near or has passed: one for each deadline and stage. */
export const requestDue = new WorkEvent({
  type: 'facturation.request.due.v1',
  title: 'Request due',
  says: 'The deadline of an open request is less than 24 hours away, or has passed.',
  form: z.object({
    ...requestMembers,
    stage: workWord('DUE_SOON, or OVERDUE once the deadline has passed.', 'DUE_SOON'),
    deadline: workInstant('The deadline.'),
    assignee: workPerson('Whoever is to do it; absent if nobody in particular').optional(),
    role: workWord('The role of those whom it concerns.', 'CUSTOMER_MANAGER'),
    announcedAt: workInstant('The time of the alert.'),
  }),
  toKey: ({ requestId }) => requestId,
  toSubject: ({ reference }) => reference,
  toTime: ({ announcedAt }) => announcedAt,
});

/** Events of requests that are given to somebody. */
export const requestAssigned = new WorkEvent({
  type: 'facturation.request.assigned.v1',
  title: 'Request assigned',
  says: 'A request was given to somebody.',
  form: z.object({
    ...requestMembers,
    assignee: workPerson('Whoever is to do it'),
    assignedBy: workPerson('Whoever gave it'),
    assignedAt: workInstant('The time at which it was given.'),
  }),
  toKey: ({ requestId }) => requestId,
  toSubject: ({ reference }) => reference,
  toTime: ({ assignedAt }) => assignedAt,
});

/** Events of disputes that begin, also once more. */
export const disputeOpened = new WorkEvent({
  type: 'facturation.dispute.opened.v1',
  title: 'Dispute opened',
  says: 'A customer disputes an invoice, which is not reminded of until the dispute is closed.',
  form: z.object({ ...disputeMembers, openedAt: workInstant('The time at which it was opened.') }),
  toKey: ({ requestId }) => requestId,
  toSubject: ({ reference }) => reference,
  toTime: ({ openedAt }) => openedAt,
});

/** Events of disputes that end. */
export const disputeClosed = new WorkEvent({
  type: 'facturation.dispute.closed.v1',
  title: 'Dispute closed',
  says: 'A dispute about an invoice is over.',
  form: z.object({
    ...disputeMembers,
    closedBy: workPerson('Whoever closed it'),
    closedAt: workInstant('The time at which it was closed.'),
  }),
  toKey: ({ requestId }) => requestId,
  toSubject: ({ reference }) => reference,
  toTime: ({ closedAt }) => closedAt,
});
