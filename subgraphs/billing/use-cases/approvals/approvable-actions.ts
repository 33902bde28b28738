import type { Checked } from '#kernel/input-problems.ts';
import type { ApprovalAction } from '../../domain/approval.ts';
import type { Billing } from '../billing.ts';
import { type CreditNoteInput, creditAction } from '../credits/create-credit-note.ts';
import { type ReversalInput, reversalAction } from '../payments/reverse-payment.ts';
import { type VoidInput, voidAction } from '../void-invoice.ts';
import type { ActionPlan, PlanReader } from './approvable-action.ts';

type PlanOfStored = (billing: Billing, reader: PlanReader, input: unknown) => Promise<Checked<ActionPlan>>;

/** The actions by name. A stored input was one of the API, so that it has the form of its action. */
const plans: Readonly<Record<ApprovalAction, PlanOfStored>> = {
  REVERSE_PAYMENT: (billing, reader, input) => reversalAction.plan(billing, reader, input as ReversalInput),
  CREDIT: (billing, reader, input) => creditAction.plan(billing, reader, input as CreditNoteInput),
  VOID: (billing, reader, input) => voidAction.plan(billing, reader, input as VoidInput),
};

/** Plans the action of a request anew, with its stored input. */
export function planStored(
  billing: Billing,
  reader: PlanReader,
  action: ApprovalAction,
  input: unknown,
): Promise<Checked<ActionPlan>> {
  return plans[action](billing, reader, input);
}
