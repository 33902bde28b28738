/** The states of an invoice's life. */
export type InvoiceStatus = 'DRAFT' | 'ISSUED' | 'PAID' | 'VOID';

/** The changes of an invoice that the API offers. */
export type InvoiceAction = 'UPDATE' | 'DELETE' | 'ISSUE';

/** The properties of an invoice that decide which actions are possible. */
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
 * The reason, for people, why an action is impossible in an invoice's present state; undefined if it is possible.
 *
 * Only drafts change; an issued invoice is corrected by another document.
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

/** The actions that are possible for a viewer with these roles. */
export function availableActions(invoice: InvoiceState, roles: ReadonlySet<string>): InvoiceAction[] {
  if (!roles.has(managingRole)) return [];
  return actions.filter((action) => findObstacle(action, invoice) === undefined);
}
