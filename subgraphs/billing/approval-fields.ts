import { z } from 'zod';
import { parseApprovalLimits } from './domain/approval.ts';

/** The variables of the rules for approvals. */
export const approvalFields = {
  /** Amounts by currency above which actions wait. */
  APPROVAL_LIMITS: z
    .string()
    .default('')
    .transform((text, context) => {
      const limits = parseApprovalLimits(text);
      if (limits !== undefined) return limits;
      const message = 'must be amounts by currency, each once, such as EUR:1000,JPY:150000';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }),
  APPROVERS: z.enum(['ADMIN', 'BILLING_MANAGER']).default('BILLING_MANAGER'),
};
