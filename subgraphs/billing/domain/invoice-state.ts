/** Where an invoice stands in its life. */
export type InvoiceStatus = 'DRAFT' | 'ISSUED' | 'PAID' | 'VOID';

/** What can be done with an invoice through the API. */
export type InvoiceAction = 'UPDATE' | 'DELETE' | 'ISSUE';

/** Of an invoice, what decides what may be done with it. */
export interface InvoiceState {
  readonly status: InvoiceStatus;
  readonly lineCount: number;
}

/** The role that manages invoices; whoever is ADMIN holds it too. */
const managingRole = 'BILLING_MANAGER';

const actions: readonly InvoiceAction[] = ['UPDATE', 'DELETE', 'ISSUE'];

const doing: Readonly<Record<InvoiceAction, string>> = {
  UPDATE: 'changed',
  DELETE: 'deleted',
  ISSUE: 'issued',
};

/**
 * Why an action is impossible in an invoice's present state, in words for people; undefined when it is possible.
 *
 * Only drafts change; what was issued is corrected by another document.
 */
export function findObstacle(action: InvoiceAction, invoice: InvoiceState): string | undefined {
  if (invoice.status !== 'DRAFT') {
    return `The invoice is ${invoice.status}; only a DRAFT can be ${doing[action]}.`;
  }
  if (action === 'ISSUE' && invoice.lineCount === 0) {
    return 'The draft has no lines; add at least one before it is issued.';
  }
  return undefined;
}

/** What a viewer with these roles may do next with the invoice. */
export function availableActions(invoice: InvoiceState, roles: ReadonlySet<string>): InvoiceAction[] {
  if (!roles.has(managingRole)) return [];
  return actions.filter((action) => findObstacle(action, invoice) === undefined);
}

/** Whether an invoice waits for payment after the day it was due; `today` is the seller's day (`2026-03-01`). */
export function isOverdue(
  invoice: { readonly status: InvoiceStatus; readonly dueDate: string | null },
  today: string,
): boolean {
  return invoice.status === 'ISSUED' && invoice.dueDate !== null && invoice.dueDate < today;
}
