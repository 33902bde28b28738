import { v7 as createId } from 'uuid';
import { and, eq, inArray, type PostgresJsDatabase, sql } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import { type StockTaskRow, stockTasks } from '../stock-tables.ts';
import type { ReservedLine } from './stock-task.ts';

/** A reservation to record before it is made. */
export interface NewReservationTask {
  readonly invoiceId: string;
  readonly actor: string;
  readonly lines: readonly ReservedLine[];
  /** The time in which the invoice must be issued; after it the worker gives the reservation up. */
  readonly leaseMs: number;
}

/**
 * Records a reservation in a transaction of its own and gives its id; undefined while the invoice has another one, which is
 * being made or is done.
 */
export async function recordReservation(
  db: PostgresJsDatabase,
  { invoiceId, actor, lines, leaseMs }: NewReservationTask,
): Promise<string | undefined> {
  const id = createId();
  const added = await db
    .insert(stockTasks)
    .values({
      id,
      invoiceId,
      kind: 'RESERVE',
      reservationId: id,
      lines,
      state: 'PENDING',
      actor,
      dueAt: sql`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`,
    })
    .onConflictDoNothing()
    .returning({ id: stockTasks.id });
  return added[0]?.id;
}

/** Locks a reservation until the end of the transaction; false if the worker gave it up. */
export async function holdReservation(tx: Transaction, id: string): Promise<boolean> {
  const [row] = await tx
    .select({ state: stockTasks.state })
    .from(stockTasks)
    .where(eq(stockTasks.id, id))
    .for('update');
  return row?.state === 'PENDING';
}

/** Marks a locked reservation as done, with what was taken. */
export async function confirmReservation(
  tx: Transaction,
  id: string,
  lines: readonly ReservedLine[],
): Promise<void> {
  await tx
    .update(stockTasks)
    .set({ state: 'DONE', lines, finishedAt: sql`clock_timestamp()` })
    .where(eq(stockTasks.id, id));
}

/**
 * Gives a reservation up unless it is done, and records its release, in one statement. Whether the product service has
 * taken the stock does not matter: a release that arrives first makes the reservation impossible.
 */
export async function abandonReservation(db: Reader, id: string): Promise<void> {
  await db.execute(sql`with given_up as (
      update billing.stock_tasks set state = 'ABANDONED', finished_at = clock_timestamp()
      where id = ${id} and kind = 'RESERVE' and state = 'PENDING' returning *
    ) ${insertReleases}`);
}

/** Gives up reservations whose time is over, whose process has died or hangs; gives their number. */
export async function abandonOverdue(db: Reader, maxTasks: number): Promise<number> {
  const rows = await db.execute(sql`with given_up as (
      update billing.stock_tasks set state = 'ABANDONED', finished_at = clock_timestamp()
      where id in (
        select id from billing.stock_tasks
        where kind = 'RESERVE' and state = 'PENDING' and due_at <= clock_timestamp()
        order by due_at limit ${maxTasks} for update skip locked)
      returning *
    ) ${insertReleases} returning id`);
  return rows.length;
}

/** Records a release of the whole for each row of `given_up`. */
const insertReleases = sql`
  insert into billing.stock_tasks (id, invoice_id, kind, reservation_id, lines, state, actor, due_at)
  select gen_random_uuid(), invoice_id, 'RELEASE', id, null, 'PENDING', actor, clock_timestamp() from given_up`;

/** The done reservation of an invoice, which is issued then, if it has one. */
export async function findDoneReservation(db: Reader, invoiceId: string): Promise<StockTaskRow | undefined> {
  const [row] = await db
    .select()
    .from(stockTasks)
    .where(
      and(eq(stockTasks.invoiceId, invoiceId), eq(stockTasks.kind, 'RESERVE'), eq(stockTasks.state, 'DONE')),
    );
  return row;
}

/** Records a release, which the worker makes after the commit; all that is left without lines. */
export async function recordRelease(
  tx: Transaction,
  release: Pick<StockTaskRow, 'invoiceId' | 'reservationId' | 'lines' | 'actor'>,
): Promise<void> {
  await tx.insert(stockTasks).values({
    id: createId(),
    kind: 'RELEASE',
    state: 'PENDING',
    dueAt: sql`clock_timestamp()`,
    ...release,
  });
}

/** Takes releases that are due, for the time of a lease: no other worker takes them until it is over. */
export async function leaseReleases(
  db: Reader,
  { maxTasks, leaseMs }: { readonly maxTasks: number; readonly leaseMs: number },
): Promise<readonly LeasedRelease[]> {
  return db.execute<LeasedRelease>(sql`
    update billing.stock_tasks as task
    set due_at = clock_timestamp() + ${leaseMs} * interval '1 millisecond', attempts = attempts + 1
    where id in (
      select id from billing.stock_tasks
      where kind = 'RELEASE' and state = 'PENDING' and due_at <= clock_timestamp()
      order by due_at limit ${maxTasks} for update skip locked)
    returning id, invoice_id as "invoiceId", reservation_id as "reservationId", lines, attempts,
      exists (select from billing.stock_tasks as made where made.id = task.reservation_id and made.state = 'DONE')
        as "isOfIssued"`);
}

/** A release that a worker has taken. */
export interface LeasedRelease
  extends Record<string, unknown>,
    Pick<StockTaskRow, 'id' | 'invoiceId' | 'reservationId' | 'lines' | 'attempts'> {
  /** False for the stock of an attempt to issue that came to nothing. */
  readonly isOfIssued: boolean;
}

/** Marks a release as done; false if another worker did so. */
export async function finishRelease(tx: Transaction, id: string): Promise<boolean> {
  const done = await tx
    .update(stockTasks)
    .set({ state: 'DONE', lastProblem: null, finishedAt: sql`clock_timestamp()` })
    .where(and(eq(stockTasks.id, id), eq(stockTasks.state, 'PENDING')))
    .returning({ id: stockTasks.id });
  return done.length > 0;
}

/** Notes a failure of a release, which becomes due after a wait. */
export async function postponeRelease(
  db: PostgresJsDatabase,
  id: string,
  { problem, waitMs }: { readonly problem: string; readonly waitMs: number },
): Promise<void> {
  await db
    .update(stockTasks)
    .set({ lastProblem: problem, dueAt: sql`clock_timestamp() + ${waitMs} * interval '1 millisecond'` })
    .where(and(eq(stockTasks.id, id), eq(stockTasks.state, 'PENDING')));
}

/** The tasks of several invoices that say something of their stock, by one statement. */
export async function findStockTasks(
  db: Reader,
  invoiceIds: readonly string[],
): Promise<readonly StockTaskRow[]> {
  return db
    .select()
    .from(stockTasks)
    .where(
      and(inArray(stockTasks.invoiceId, [...invoiceIds]), inArray(stockTasks.state, ['PENDING', 'DONE'])),
    );
}
