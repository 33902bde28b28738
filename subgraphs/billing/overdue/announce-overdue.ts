import { and, asc, lt, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { addDays } from '#schema/calendar/day.ts';
import { formatMinor } from '#schema/money.ts';
import { invoiceOverdue } from '#schema/work-events/invoice-overdue.ts';
import { toBalance } from '../domain/settlement.ts';
import { announceWork } from '../outbox/announce-work.ts';
import { overdueProgress } from '../overdue-tables.ts';
import { isInClass } from '../store/list-class.ts';
import { hasBalance } from '../store/settlement-condition.ts';
import { type InvoiceRow, invoices } from '../tables.ts';

/** After the ids of all invoices of a day. */
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Announces the next of our own invoices whose due day has passed and of which something is left to pay, each once, in the
 * order of due dates. The first call of all announces none: what was overdue before is no news. Nor is an invoice that is issued with a due
 * date of the past.
 *
 * @param step.today the seller's day
 * @param step.atOnce the number of invoices that are announced in one transaction
 * @returns true if more may be left; false too while another process announces
 */
export function announceOverdue(
  db: PostgresJsDatabase,
  step: { readonly today: string; readonly now: Date; readonly atOnce: number },
): Promise<boolean> {
  const { today, now, atOnce } = step;
  const yesterday = addDays(today, -1);
  return db.transaction(async (tx) => {
    const place = await lockPlace(tx, yesterday);
    // At the end of yesterday nothing is to do until the day is over.
    if (place === undefined || place.dueDate > yesterday) return false;
    if (place.dueDate === yesterday && place.invoiceId === lastId) return false;
    const found = await findOverdue(tx, { after: place, today, atOnce });
    const isFull = found.length === atOnce;
    const last = found.at(-1);
    const end = isFull && last !== undefined ? toPlace(last) : { dueDate: yesterday, invoiceId: lastId };
    await tx.update(overdueProgress).set(end);
    for (const invoice of found) await announce(tx, invoice, now);
    return isFull;
  });
}

type Place = Pick<typeof overdueProgress.$inferSelect, 'dueDate' | 'invoiceId'>;

async function lockPlace(tx: Transaction, yesterday: string): Promise<Place | undefined> {
  await tx.insert(overdueProgress).values({ dueDate: yesterday, invoiceId: lastId }).onConflictDoNothing();
  const [place] = await tx.select().from(overdueProgress).for('update', { skipLocked: true });
  return place;
}

function findOverdue(
  tx: Transaction,
  { after, today, atOnce }: { readonly after: Place; readonly today: string; readonly atOnce: number },
): Promise<InvoiceRow[]> {
  return tx
    .select()
    .from(invoices)
    .where(
      and(
        isInClass({ origin: 'OWN', kind: 'INVOICE', status: 'ISSUED' }),
        hasBalance(),
        sql`(${invoices.dueDate}, ${invoices.id}) > (${after.dueDate}::date, ${after.invoiceId}::uuid)`,
        lt(invoices.dueDate, today),
      ),
    )
    .orderBy(asc(invoices.dueDate), asc(invoices.id))
    .limit(atOnce);
}

function toPlace({ id: invoiceId, dueDate }: InvoiceRow): Place {
  if (dueDate === null) throw new TypeError(`The overdue invoice ${invoiceId} has no due date.`);
  return { dueDate, invoiceId };
}

function announce(tx: Transaction, invoice: InvoiceRow, now: Date): Promise<void> {
  const { id: invoiceId, number, currency } = invoice;
  if (number === null) throw new TypeError(`The issued invoice ${invoiceId} has no number.`);
  return announceWork(tx, invoiceOverdue, {
    ...toPlace(invoice),
    invoiceNumber: number,
    amount: formatMinor(toBalance(invoice), currency),
    currency,
    announcedAt: now.toISOString(),
  });
}
