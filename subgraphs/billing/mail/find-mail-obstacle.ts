import { toBalance } from '../domain/settlement.ts';
import type { InvoiceMailKind } from './invoice-mail-kind.ts';
import type { MailSubject } from './load-mail-subject.ts';
import { isPaused } from './reminders/is-paused.ts';
import { isInWindow, type ReminderPlan } from './reminders/reminder-plan.ts';

/** The present, by which a mail is judged. */
export interface MailTime {
  /** The seller's day. */
  readonly today: string;
  readonly plan: ReminderPlan;
}

/** The reason why a mail is not wanted any more; undefined if it is. Reasons name no person. */
export function findMailObstacle(
  kind: InvoiceMailKind,
  subject: MailSubject,
  time: MailTime,
): string | undefined {
  if (kind === 'REMINDER') return findReminderObstacle(subject, time);
  if (kind === 'PAYMENT_RECEIPT' && (subject.payment === undefined || subject.isPaymentReversed))
    return 'The payment was reversed.';
  return undefined;
}

function findReminderObstacle(
  { about: { stepDays, resentMailId }, invoice, pause }: MailSubject,
  { today, plan }: MailTime,
): string | undefined {
  if (toBalance(invoice) === 0n) return 'Nothing is left to pay on the invoice.';
  if (isPaused(pause, today)) return 'The reminders of the invoice are paused.';
  // Whoever sends one again has decided on the time.
  if (resentMailId !== null) return undefined;
  const step = plan.find(({ days }) => days === stepDays);
  if (step === undefined) return 'The plan of reminders has this step no more.';
  if (invoice.dueDate === null || !isInWindow(step, invoice.dueDate, today))
    return 'The time of this reminder is over.';
  return undefined;
}
