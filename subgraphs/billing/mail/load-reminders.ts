import { and, eq, inArray } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { invoiceMails, mails, type ReminderPauseRow, reminderPauses } from '../mail-tables.ts';

/** The things that decide about the reminders of an invoice, beside the invoice. */
export interface ReminderState {
  readonly pause: ReminderPauseRow | undefined;
  /** The steps that were queued, by their days. */
  readonly queuedSteps: ReadonlySet<number>;
}

/** Loads the states of reminders, in the order of the ids, by two statements. */
export async function loadReminders(db: Reader, invoiceIds: readonly string[]): Promise<ReminderState[]> {
  const ids = [...invoiceIds];
  const pauses = await db.select().from(reminderPauses).where(inArray(reminderPauses.invoiceId, ids));
  const steps = await db
    .select({ invoiceId: invoiceMails.invoiceId, stepDays: invoiceMails.stepDays })
    .from(invoiceMails)
    .innerJoin(mails, eq(mails.id, invoiceMails.mailId))
    .where(and(inArray(invoiceMails.invoiceId, ids), eq(mails.kind, 'REMINDER')));
  const byInvoice = new Map(pauses.map((pause) => [pause.invoiceId, pause]));
  const stepsOf = Map.groupBy(steps, ({ invoiceId }) => invoiceId);
  return ids.map((id) => ({
    pause: byInvoice.get(id),
    queuedSteps: new Set((stepsOf.get(id) ?? []).flatMap(({ stepDays }) => stepDays ?? [])),
  }));
}
