import { z } from 'zod';
import type { Principal } from '#platform/tokens/principal.ts';
import { parseReminderPlan, type ReminderPlan } from './reminders/reminder-plan.ts';

/** By whom something is done after which a mail is sent. */
type MailOccasion = 'PEOPLE' | 'ALL' | 'NONE';

/** The rules of the mails that nobody asks for one by one. */
export interface MailPolicy {
  /** For whose issues, credit notes included, a mail is sent. */
  readonly onIssue: MailOccasion;
  /** For whose records of payments a receipt is sent. */
  readonly onPayment: MailOccasion;
  readonly plan: ReminderPlan;
}

const occasion = () => z.enum(['PEOPLE', 'ALL', 'NONE'], 'must be PEOPLE, ALL or NONE').default('PEOPLE');

/** The variables of the mails about invoices. */
export const invoiceMailFields = {
  MAIL_ON_ISSUE: occasion(),
  MAIL_ON_PAYMENT: occasion(),
  /** The days of reminders, counted from the due date. */
  REMINDER_PLAN: z
    .string()
    .default('-3,0,7,14,30')
    .superRefine((text, context) => {
      const parsed = parseReminderPlan(text);
      if ('problem' in parsed) context.addIssue({ code: 'custom', message: parsed.problem });
    }),
  /** The fees that reminders name, by step and currency. */
  REMINDER_FEES: z.string().default(''),
};

type MailPolicyVariables = z.output<z.ZodObject<typeof invoiceMailFields>>;

/** Checks that the fees belong to steps of the plan. */
export function checkReminderFees(
  { REMINDER_PLAN, REMINDER_FEES }: MailPolicyVariables,
  context: z.RefinementCtx,
): void {
  const parsed = parseReminderPlan(REMINDER_PLAN, REMINDER_FEES);
  if ('problem' in parsed && parsed.of === 'fees')
    context.addIssue({ code: 'custom', path: ['REMINDER_FEES'], message: parsed.problem });
}

/**
 * Turns the variables into the rules.
 *
 * @throws {TypeError} for variables with a problem
 */
export function toMailPolicy(variables: MailPolicyVariables): MailPolicy {
  const parsed = parseReminderPlan(variables.REMINDER_PLAN, variables.REMINDER_FEES);
  if ('problem' in parsed) throw new TypeError(parsed.problem);
  return { onIssue: variables.MAIL_ON_ISSUE, onPayment: variables.MAIL_ON_PAYMENT, plan: parsed.plan };
}

/** True if what a caller does is an occasion. People have a session at the provider; programs have none (`sid`, OpenID Connect). */
export function isOccasion(occasion: MailOccasion, { sessionId }: Pick<Principal, 'sessionId'>): boolean {
  return occasion === 'ALL' || (occasion === 'PEOPLE' && sessionId !== undefined);
}
