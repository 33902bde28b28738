import type { ApprovalStatus } from '../../generated/graphql.ts';
import { omitAbsent, readPagePlace, toOneOf } from '../../ui/search-parameters.ts';

/** Which requests are listed, and the place among them, as the address has them. */
export interface ApprovalSearch {
  /** Those that wait when absent. */
  readonly status?: ApprovalStatus | 'ALL';
  readonly after?: string;
  readonly before?: string;
}

export const approvalStatuses: readonly ApprovalStatus[] = ['PENDING', 'APPROVED', 'REJECTED'];

/** Reads the address; what it does not know is left out. */
export function readApprovalSearch(given: Record<string, unknown>): ApprovalSearch {
  return omitAbsent({
    status: toOneOf([...approvalStatuses, 'ALL'] as const, given['status']),
    ...readPagePlace(given),
  });
}
