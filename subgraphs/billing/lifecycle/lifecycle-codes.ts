import type { LifecycleStatus } from '../generated/types.ts';

/** The statuses of the French reform by their codes (AFNOR XP Z12-012). */
const statusByCode: ReadonlyMap<number, LifecycleStatus> = new Map([
  [200, 'DEPOSITED'],
  [201, 'SENT'],
  [202, 'RECEIVED'],
  [203, 'MADE_AVAILABLE'],
  [204, 'IN_HAND'],
  [205, 'APPROVED'],
  [206, 'PARTIALLY_APPROVED'],
  [207, 'DISPUTED'],
  [208, 'SUSPENDED'],
  [209, 'COMPLETED'],
  [210, 'REFUSED'],
  [211, 'PAYMENT_SENT'],
  [212, 'PAYMENT_RECEIVED'],
  [213, 'REJECTED'],
]);

/** The first and the last code. */
export const lifecycleCodes = { min: 200, max: 213 } as const;

/**
 * Names the status of a code.
 *
 * @throws {RangeError} if there is none, which the database does not allow
 */
export function toLifecycleStatus(code: number): LifecycleStatus {
  const status = statusByCode.get(code);
  if (status === undefined) throw new RangeError(`There is no status ${code} of the lifecycle.`);
  return status;
}
