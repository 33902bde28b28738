import { toDay } from '#schema/calendar/day.ts';
import { toBalance } from '../../domain/settlement.ts';
import type { InvoiceRow } from '../../tables.ts';
import type { ReminderState } from '../load-reminders.ts';
import { isPaused } from './is-paused.ts';
import { type ReminderPlan, toStepDay } from './reminder-plan.ts';

/** A reminder that is planned. */
export interface PlannedReminder {
  readonly on: string;
  readonly stepDays: number;
}

/** Finds the next reminder of an invoice if nothing is paid until then; undefined if there is none. */
export function findNextReminder(
  invoice: InvoiceRow,
  { pause, queuedSteps }: ReminderState,
  {
    plan,
    today,
    timeZone,
  }: { readonly plan: ReminderPlan; readonly today: string; readonly timeZone: string },
): PlannedReminder | undefined {
  const { dueDate, issuedAt, sellerId } = invoice;
  if (dueDate === null || issuedAt === null || sellerId === null || toBalance(invoice) === 0n)
    return undefined;
  const issueDay = toDay(issuedAt, timeZone);
  return plan
    .map((step) => ({ on: toStepDay(dueDate, step), stepDays: step.days }))
    .find(
      ({ on, stepDays }) =>
        on >= today && on > issueDay && !queuedSteps.has(stepDays) && !isPaused(pause, on),
    );
}
