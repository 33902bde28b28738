import { formatMinor } from '#schema/money.ts';
import type { ApprovalAction } from './approval.ts';
import type { InvoiceOrigin } from './invoice-origin.ts';
import { type Settlement, toBalance, toRefundable } from './settlement.ts';

/** The changes of a draft. */
type DraftAction = 'UPDATE' | 'DELETE' | 'ISSUE';

/** The changes of an issued invoice. */
type IssuedAction = 'RECORD_PAYMENT' | 'REVERSE_PAYMENT' | 'REFUND' | 'CREDIT' | 'VOID';

/** The actions on an invoice that the API offers. */
export type InvoiceAction = DraftAction | IssuedAction | 'DUPLICATE';

/** The properties of an invoice that decide which actions are possible. */
export interface InvoiceState extends Settlement {
  readonly origin: InvoiceOrigin;
  readonly currency: string;
  /** Null on an imported invoice without a known customer. */
  readonly customerId: string | null;
  readonly lineCount: number;
  /** The number of its payments and refunds that are not reversed. */
  readonly reversibleEntries: number;
  /** The action that waits for approval; null if none does. */
  readonly pendingAction: ApprovalAction | null;
  /** True if nothing is left to credit; absent where that is found out later, line by line. */
  readonly isAllCredited?: boolean;
  /** True if it has credit notes, which may come to zero; absent where that is found out later. */
  readonly hasCredits?: boolean;
}

/** An action with the reason why it is not possible; null if it is. */
export interface ActionState {
  readonly action: InvoiceAction;
  readonly reason: string | null;
}

/** The role that manages invoices; whoever is ADMIN holds it too. */
const managingRole = 'BILLING_MANAGER';

/** The past participles of actions on drafts. */
const doneToDraft: Readonly<Record<DraftAction, string>> = {
  UPDATE: 'changed',
  DELETE: 'deleted',
  ISSUE: 'issued',
};

type Rule = (invoice: InvoiceState) => string | undefined;

const ofIssued: Readonly<Record<IssuedAction, Rule>> = {
  RECORD_PAYMENT: (invoice) =>
    toBalance(invoice) === 0n ? 'Nothing is left to pay on the invoice.' : undefined,
  REVERSE_PAYMENT: ({ reversibleEntries }) =>
    reversibleEntries === 0 ? 'The invoice has no payment or refund that could be reversed.' : undefined,
  REFUND: (invoice) =>
    toRefundable(invoice) === 0n
      ? `Nothing can be refunded: ${describe(invoice, invoice.paidMinor)} is paid and ${describe(invoice, invoice.creditedMinor)} credited, which together is not above the total.`
      : undefined,
  CREDIT: ({ isAllCredited = false }) =>
    isAllCredited ? 'All of the invoice is credited already.' : undefined,
  VOID: findVoidObstacle,
};

const actions: readonly InvoiceAction[] = [
  'UPDATE',
  'DELETE',
  'ISSUE',
  'RECORD_PAYMENT',
  'REVERSE_PAYMENT',
  'REFUND',
  'CREDIT',
  'VOID',
  'DUPLICATE',
];

/**
 * The reason, for people, why an action is impossible in an invoice's present state; undefined if it is possible. Use
 * cases and `availableActions` both ask here.
 *
 * Only drafts change; an issued invoice is settled by entries, and corrected by another document. A duplicate changes
 * nothing of its invoice, and is therefore possible in any state.
 */
export function findObstacle(action: InvoiceAction, invoice: InvoiceState): string | undefined {
  if (action === 'DUPLICATE') return findDuplicateObstacle(invoice);
  return isDraftAction(action) ? findDraftObstacle(action, invoice) : findIssuedObstacle(action, invoice);
}

/** The actions, each with the reason why a viewer with these roles may not do it, or null. */
export function toActionStates(invoice: InvoiceState, roles: ReadonlySet<string>): ActionState[] {
  const isManager = roles.has(managingRole);
  return actions.map((action) => ({
    action,
    reason: isManager ? (findObstacle(action, invoice) ?? null) : `Only a ${managingRole} may do this.`,
  }));
}

/** The actions that are possible for a viewer with these roles. */
export function availableActions(invoice: InvoiceState, roles: ReadonlySet<string>): InvoiceAction[] {
  return toActionStates(invoice, roles).flatMap(({ action, reason }) => (reason === null ? [action] : []));
}

function isDraftAction(action: InvoiceAction): action is DraftAction {
  return action in doneToDraft;
}

function findDraftObstacle(action: DraftAction, { status, lineCount }: InvoiceState): string | undefined {
  if (status !== 'DRAFT') return `The invoice is ${status}; only a DRAFT can be ${doneToDraft[action]}.`;
  if (action === 'ISSUE' && lineCount === 0)
    return 'The draft has no lines; add at least one before it is issued.';
  return undefined;
}

function findIssuedObstacle(action: IssuedAction, invoice: InvoiceState): string | undefined {
  if (invoice.kind === 'CREDIT_NOTE') return 'This is a credit note; it is settled with its invoice.';
  if (invoice.status === 'DRAFT') return 'The invoice is a DRAFT; issue it first.';
  if (invoice.status === 'VOID') return 'The invoice is VOID; nothing can be added to it.';
  return findWaiting(action, invoice) ?? ofIssued[action](invoice);
}

/** An invoice of zero is PAID from its issue on, and can be made void like one that is ISSUED. */
function findVoidObstacle(invoice: InvoiceState): string | undefined {
  const { status, paidMinor, creditedMinor, totalMinor, hasCredits = false } = invoice;
  if (paidMinor === 0n && creditedMinor === 0n && hasCredits)
    return 'The invoice has credit notes, which come to nothing; credit the rest of it instead.';
  if (paidMinor === 0n && creditedMinor === 0n)
    return status === 'ISSUED' || totalMinor === 0n
      ? undefined
      : 'The invoice is PAID elsewhere; credit it instead.';
  return `Of the invoice ${describe(invoice, paidMinor)} is paid and ${describe(invoice, creditedMinor)} credited; credit the rest of it instead.`;
}

function findDuplicateObstacle({ kind, origin, customerId, lineCount }: InvoiceState): string | undefined {
  if (kind === 'CREDIT_NOTE') return 'This is a credit note; only an invoice can be duplicated.';
  if (customerId === null)
    return 'The invoice was imported without a known customer; create a draft for a customer instead.';
  if (origin === 'IMPORTED' && lineCount === 0)
    return 'The invoice was imported without lines; create a draft with lines instead.';
  return undefined;
}

/** Money that comes in is recorded while a request waits, unless the invoice may become void. */
function findWaiting(action: IssuedAction, { pendingAction }: InvoiceState): string | undefined {
  if (pendingAction === null || (action === 'RECORD_PAYMENT' && pendingAction !== 'VOID')) return undefined;
  return `The action ${pendingAction} on the invoice waits for approval; it must be approved or rejected first.`;
}

function describe({ currency }: InvoiceState, amountMinor: bigint): string {
  return `${formatMinor(amountMinor, currency)} ${currency}`;
}
