import type { InputProblems } from '#kernel/input-problems.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import { findObstacle, type InvoiceAction } from '../domain/invoice-state.ts';
import { parseId } from '../domain/reference.ts';
import { type InvoiceRow, invoices } from '../tables.ts';

/** The action that a caller wants, the invoice, and the version that the caller has seen. */
export interface Intent {
  readonly action: InvoiceAction;
  readonly id: string;
  readonly expectedVersion: number;
}

/**
 * An invoice that an action is possible with. It has a customer: only imported invoices may lack one, and those are
 * issued.
 */
export type ActionableInvoice = InvoiceRow & { readonly customerId: string };

/**
 * The invoice for an action; undefined if it does not exist, has changed since the caller saw it, or is in a state
 * without this action. The first of these problems is noted; the others do not matter then.
 */
export async function findForAction(
  db: Reader,
  intent: Intent,
  problems: InputProblems,
): Promise<ActionableInvoice | undefined> {
  const id = parseId(intent.id);
  const [invoice] = id === undefined ? [] : await db.select().from(invoices).where(eq(invoices.id, id));
  return judge(invoice, intent, problems);
}

/** Like `findForAction`, but locks the invoice until the end of the transaction, so that it cannot change. */
export async function lockForAction(
  tx: Transaction,
  intent: Intent,
  problems: InputProblems,
): Promise<ActionableInvoice | undefined> {
  const id = parseId(intent.id);
  const [invoice] =
    id === undefined ? [] : await tx.select().from(invoices).where(eq(invoices.id, id)).for('update');
  return judge(invoice, intent, problems);
}

function judge(
  invoice: InvoiceRow | undefined,
  { action, expectedVersion }: Intent,
  problems: InputProblems,
): ActionableInvoice | undefined {
  if (invoice === undefined) {
    problems.at('id').add('NOT_FOUND', 'There is no invoice with this id.');
    return undefined;
  }
  // That the invoice was issued meanwhile tells the caller more than that it changed.
  const isStale = invoice.status === 'DRAFT' && invoice.version !== expectedVersion;
  const obstacle = findObstacle(action, invoice);
  if (isStale) {
    const message = `The invoice is at version ${invoice.version} now: read it again and repeat the change.`;
    problems.at('expectedVersion').add('CONFLICT', message);
  } else if (obstacle !== undefined) problems.at('id').add('WRONG_STATE', obstacle);
  else return toActionable(invoice);
  return undefined;
}

function toActionable(invoice: InvoiceRow): ActionableInvoice {
  const { customerId } = invoice;
  if (customerId === null) throw new TypeError(`The draft ${invoice.id} has no customer.`);
  return { ...invoice, customerId };
}
