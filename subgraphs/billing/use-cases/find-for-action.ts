import type { InputProblems } from '#kernel/input-problems.ts';
import { eq } from '#platform/database/drizzle.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import { findObstacle, type InvoiceAction } from '../domain/invoice-state.ts';
import { parseId } from '../domain/reference.ts';
import { type InvoiceRow, invoices } from '../tables.ts';

/** What a caller wants to do, with which invoice, and in which version they have seen it. */
export interface Intent {
  readonly action: InvoiceAction;
  readonly id: string;
  readonly expectedVersion: number;
}

/** An invoice that something can be done with: only imported ones are without a customer, and those are issued. */
export type ActionableInvoice = InvoiceRow & { readonly customerId: string };

/**
 * The invoice a caller wants to do something with; undefined when it is not there, has changed since, or stands where
 * the action is impossible, which is noted. The first of these that holds makes the others pointless.
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

/** The same, with the invoice locked until the transaction ends: what was found stays so. */
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
  // What was issued meanwhile is better news than that something changed.
  const isStale = invoice.status === 'DRAFT' && invoice.version !== expectedVersion;
  const obstacle = findObstacle(action, invoice);
  if (isStale) {
    const message = `The invoice has version ${invoice.version} by now; read it again.`;
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
