import type { Checked } from '#kernel/input-problems.ts';
import type { Reader, Transaction } from '#platform/database/transaction.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { ApprovalAction } from '../../domain/approval.ts';
import type { InvoiceRow } from '../../tables.ts';
import type { Billing } from '../billing.ts';

/** The place from which a plan reads: outside a transaction, or in one that must lock the invoice. */
export interface PlanReader {
  readonly db: Reader;
  /** True if the invoice is to be locked until the end of the transaction. */
  readonly isLocking: boolean;
}

/** An action whose checks have passed. */
export interface ActionPlan {
  readonly invoice: InvoiceRow;
  /** The amount that is compared with the limit, in the invoice's currency; zero or more. */
  readonly amountMinor: bigint;
  /** The reason that the caller gave, 1 to 500 characters. */
  readonly reason: string;
  /**
   * Writes the action in the transaction that locked the invoice, and gives the id of what it made. If it finds
   * problems, it has written nothing.
   *
   * @param principal the caller who makes it happen: whoever approves, if it waited
   */
  run(tx: Transaction, principal: Principal): Promise<Checked<string>>;
}

/** An action that waits for a second person if its amount is above the limit. */
export interface ApprovableAction<Input> {
  readonly action: ApprovalAction;
  /** Reads the input and makes all checks, or gives all problems. It is called again at the time of the approval. */
  plan(billing: Billing, reader: PlanReader, input: Input): Promise<Checked<ActionPlan>>;
}
