import { and, asc, eq, isNotNull, lte, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { addDays, findInstant, toDay } from '#schema/calendar/day.ts';
import type { CustomerLanguage } from '../../generated/types.ts';
import { reminderProgress } from '../../mail-tables.ts';
import { isInClass } from '../../store/list-class.ts';
import { hasBalance } from '../../store/settlement-condition.ts';
import { type InvoiceRow, invoices } from '../../tables.ts';
import { queueInvoiceMail } from '../queue-invoice-mail.ts';
import { type ReminderPlan, type ReminderStep, toStepDay } from './reminder-plan.ts';

/** A round in which reminders are queued. */
export interface ReminderRound {
  readonly plan: ReminderPlan;
  /** The seller's day. */
  readonly today: string;
  readonly timeZone: string;
  readonly sellerLanguage: CustomerLanguage;
  /** The number of invoices that are read in one transaction. */
  readonly atOnce: number;
}

/** The time of the seller's day from which reminders are sent. */
const sendingTime = '08:00';
/** The process, as the history names it. */
const actor = 'facturation-billing';
/** After the ids of all invoices of a day. */
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Queues the next reminders, each once for its invoice and step. A step that is new in the plan begins with the invoices that are due
 * from that day on. A step whose window has passed, and one whose day is not after that of the issue, is left out.
 *
 * @returns true if more may be left; false too for steps that another process queues
 */
export async function queueReminders(db: PostgresJsDatabase, round: ReminderRound): Promise<boolean> {
  let hasMore = false;
  for (const step of round.plan)
    hasMore = (await db.transaction((tx) => queueStep(tx, step, round))) || hasMore;
  return hasMore;
}

type Place = Pick<typeof reminderProgress.$inferSelect, 'dueDate' | 'invoiceId'>;

async function queueStep(tx: Transaction, step: ReminderStep, round: ReminderRound): Promise<boolean> {
  const { today, atOnce } = round;
  const place = await lockStepPlace(tx, step, addDays(today, -1));
  const newestDue = addDays(today, -step.days);
  if (place === undefined || place.dueDate > newestDue) return false;
  if (place.dueDate === newestDue && place.invoiceId === lastId) return false;
  // Due dates up to this one have their step's window behind them.
  const tooLate = addDays(today, -step.endDays);
  const after = place.dueDate < tooLate ? { dueDate: tooLate, invoiceId: lastId } : place;
  const found = await findDue(tx, { after, newestDue, atOnce });
  const isFull = found.length === atOnce;
  const last = found.at(-1);
  const end = isFull && last?.dueDate ? { dueDate: last.dueDate, invoiceId: last.id } : undefined;
  await tx
    .update(reminderProgress)
    .set(end ?? { dueDate: newestDue, invoiceId: lastId })
    .where(eq(reminderProgress.stepDays, step.days));
  for (const invoice of found) await queueOne(tx, step, invoice, round);
  return isFull;
}

async function lockStepPlace(
  tx: Transaction,
  { days: stepDays }: ReminderStep,
  yesterday: string,
): Promise<Place | undefined> {
  await tx
    .insert(reminderProgress)
    .values({ stepDays, dueDate: yesterday, invoiceId: lastId })
    .onConflictDoNothing();
  const [place] = await tx
    .select()
    .from(reminderProgress)
    .where(eq(reminderProgress.stepDays, stepDays))
    .for('update', { skipLocked: true });
  return place;
}

function findDue(
  tx: Transaction,
  {
    after,
    newestDue,
    atOnce,
  }: { readonly after: Place; readonly newestDue: string; readonly atOnce: number },
): Promise<InvoiceRow[]> {
  return tx
    .select()
    .from(invoices)
    .where(
      and(
        isInClass({ origin: 'OWN', kind: 'INVOICE', status: 'ISSUED' }),
        hasBalance(),
        isNotNull(invoices.sellerId),
        sql`(${invoices.dueDate}, ${invoices.id}) > (${after.dueDate}::date, ${after.invoiceId}::uuid)`,
        lte(invoices.dueDate, newestDue),
      ),
    )
    .orderBy(asc(invoices.dueDate), asc(invoices.id))
    .limit(atOnce);
}

async function queueOne(
  tx: Transaction,
  step: ReminderStep,
  invoice: InvoiceRow,
  { today, timeZone, sellerLanguage }: ReminderRound,
): Promise<void> {
  const { id, dueDate, issuedAt } = invoice;
  if (dueDate === null || issuedAt === null) return;
  if (toStepDay(dueDate, step) <= toDay(issuedAt, timeZone)) return;
  const notBefore = findInstant(today, sendingTime, timeZone);
  await queueInvoiceMail(tx, {
    kind: 'REMINDER',
    invoice,
    language: invoice.customerLanguage ?? sellerLanguage,
    stepDays: step.days,
    queuedBy: actor,
    dedupeKey: `reminder:${id}:${step.days}`,
    ...(notBefore !== undefined && { notBefore }),
  });
}
