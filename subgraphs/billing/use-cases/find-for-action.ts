import type { InputProblems } from '#kernel/input-problems.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import { findObstacle, type InvoiceAction } from '../domain/invoice-state.ts';
import { parseId } from '../domain/reference.ts';
import { type InvoiceRow, invoices } from '../tables.ts';
import type { PlanReader } from './approvals/approvable-action.ts';

/** The action that a caller wants, and the invoice. */
export interface Intent {
  readonly action: InvoiceAction;
  readonly id: string;
  /** The field of the input that names the invoice; default `id`. */
  readonly field?: string;
  /** The version that the caller has seen, for actions that depend on it. */
  readonly expectedVersion?: number;
}

/** A draft that an action is possible with. It has a customer: only imported invoices may lack one. */
export type ActionableDraft = InvoiceRow & { readonly customerId: string };

/** Like `findActionable`, for actions that only drafts have. */
export async function findForAction(
  db: Reader,
  intent: Intent,
  problems: InputProblems,
): Promise<ActionableDraft | undefined> {
  return toDraft(await findActionable(db, intent, problems));
}

/** Like `lockActionable`, for actions that only drafts have. */
export async function lockForAction(
  tx: Transaction,
  intent: Intent,
  problems: InputProblems,
): Promise<ActionableDraft | undefined> {
  return toDraft(await lockActionable(tx, intent, problems));
}

/**
 * The invoice for an action; undefined if it does not exist, has changed since the caller saw it, or is in a state
 * without this action. The first of these problems is noted; the others do not matter then.
 */
export async function findActionable(
  db: Reader,
  intent: Intent,
  problems: InputProblems,
): Promise<InvoiceRow | undefined> {
  const id = parseId(intent.id);
  const [invoice] = id === undefined ? [] : await db.select().from(invoices).where(eq(invoices.id, id));
  return judge(invoice, intent, problems);
}

/** Like `findActionable`, but locks the invoice until the end of the transaction, so that it cannot change. */
export async function lockActionable(
  tx: Reader,
  intent: Intent,
  problems: InputProblems,
): Promise<InvoiceRow | undefined> {
  const id = parseId(intent.id);
  const [invoice] =
    id === undefined ? [] : await tx.select().from(invoices).where(eq(invoices.id, id)).for('update');
  return judge(invoice, intent, problems);
}

/** Like `lockActionable` or `findActionable`, as the reader says. */
export function readActionable(
  { db, isLocking }: PlanReader,
  intent: Intent,
  problems: InputProblems,
): Promise<InvoiceRow | undefined> {
  return isLocking ? lockActionable(db, intent, problems) : findActionable(db, intent, problems);
}

function judge(
  invoice: InvoiceRow | undefined,
  { action, field = 'id', expectedVersion }: Intent,
  problems: InputProblems,
): InvoiceRow | undefined {
  if (invoice === undefined) {
    problems.at(field).add('NOT_FOUND', 'There is no invoice with this id.');
    return undefined;
  }
  const obstacle = findObstacle(action, invoice);
  // That the invoice was issued or settled meanwhile tells the caller more than that it changed.
  const isStale =
    expectedVersion !== undefined &&
    expectedVersion !== invoice.version &&
    (invoice.status === 'DRAFT' || obstacle === undefined);
  if (isStale) {
    const message = `The invoice is at version ${invoice.version} now: read it again and repeat the change.`;
    problems.at('expectedVersion').add('CONFLICT', message);
  } else if (obstacle !== undefined) problems.at(field).add('WRONG_STATE', obstacle);
  else return invoice;
  return undefined;
}

function toDraft(invoice: InvoiceRow | undefined): ActionableDraft | undefined {
  if (invoice === undefined) return undefined;
  const { customerId } = invoice;
  if (customerId === null) throw new TypeError(`The draft ${invoice.id} has no customer.`);
  return { ...invoice, customerId };
}
