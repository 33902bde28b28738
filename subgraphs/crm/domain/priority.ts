import { type RequestUrgencyName, requestUrgencies } from './request-words.ts';

/** More than the milliseconds since 1970 of any deadline, which are up to the year 5138. */
const noDeadline = 100_000_000_000_000n;

/** A number that is greater the sooner a request is to be done: by urgency, then by deadline. */
export function toPriority({
  urgency,
  deadline,
}: {
  readonly urgency: RequestUrgencyName;
  readonly deadline: Date | null;
}): bigint {
  const left = deadline === null ? 0n : noDeadline - BigInt(deadline.getTime());
  return BigInt(requestUrgencies.indexOf(urgency)) * noDeadline + left;
}
