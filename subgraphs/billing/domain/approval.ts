import { isCurrency, parseMoney } from '#schema/money.ts';

/** The actions that wait for a second person above a limit. */
export type ApprovalAction = 'REVERSE_PAYMENT' | 'CREDIT' | 'VOID';

/** The states of a request. */
export type ApprovalStatus = 'PENDING' | 'APPROVED' | 'REJECTED';

/** The roles of which one may be required of whoever approves. */
export type ApproverRole = 'ADMIN' | 'BILLING_MANAGER';

/** The seller's rules for approvals. */
export interface ApprovalPolicy {
  /** Minor units by currency: amounts above wait for approval. Without any limit, nothing does. */
  readonly limits: ReadonlyMap<string, bigint>;
  readonly approverRole: ApproverRole;
}

/**
 * True if an action of this amount waits for approval. Amounts of different currencies cannot be compared: while there
 * are limits, any amount in a currency without one waits.
 */
export function needsApproval(
  { limits }: ApprovalPolicy,
  { amountMinor, currency }: { readonly amountMinor: bigint; readonly currency: string },
): boolean {
  if (limits.size === 0) return false;
  const limit = limits.get(currency);
  return limit === undefined || amountMinor > limit;
}

/** Reads limits such as `EUR:1000,JPY:150000`; undefined if the text has another form. An empty text has none. */
export function parseApprovalLimits(text: string): Map<string, bigint> | undefined {
  const limits = new Map<string, bigint>();
  if (text.trim() === '') return limits;
  for (const part of text.split(',')) {
    const [currency = '', amount = '', ...more] = part.trim().split(':');
    const limit = isCurrency(currency) ? parseMoney(amount, currency)?.amountMinor : undefined;
    if (limit === undefined || limit < 0n || more.length > 0 || limits.has(currency)) return undefined;
    limits.set(currency, limit);
  }
  return limits;
}
