import { isDatabaseError } from '#platform/log/log-error.ts';

/** A failure as the log shows it: an error meant for people needs no stack. */
export function toFailureEntry(error: unknown): object {
  const isForPeople =
    error instanceof Error && 'code' in error && error.cause === undefined && !isDatabaseError(error);
  return isForPeople ? { code: error.code, reason: error.message } : { err: error };
}
