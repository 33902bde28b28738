import { z } from 'zod';
import { WorkEvent } from './work-event.ts';
import { workCurrency, workDay, workDecimal, workInstant, workText } from './work-members.ts';

const form = z.object({
  invoiceId: workText(64, 'The identifier of the invoice.'),
  invoiceNumber: workText(64, 'The number of the invoice.'),
  amount: workDecimal("What is left to pay, in the currency's unit.", '1234.50'),
  currency: workCurrency,
  dueDate: workDay('The day by which it was due, a calendar day of the seller.'),
  announcedAt: workInstant('The time at which it was found to be overdue.'),
});

/** Events of invoices that were not paid by their due date, once each, after the end of that day. */
export const invoiceOverdue: WorkEvent<z.infer<typeof form>> = new WorkEvent({
  type: 'facturation.invoice.overdue.v1',
  title: 'Invoice overdue',
  says: 'The due date of an invoice passed, and something is left to pay.',
  form,
  toKey: ({ invoiceId }) => invoiceId,
  toSubject: ({ invoiceNumber }) => invoiceNumber,
  toTime: ({ announcedAt }) => announcedAt,
});
