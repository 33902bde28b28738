import { CodedError } from '#platform/errors/coded-error.ts';
import { isGroupedMapping, isPaymentMapping, type Mapping } from '../../mapping/mapping.ts';

/** The name of the parameter; no parameter that people give begins with hyphens. */
const name = '--sort';
/** The version of the order and the form of sorted rows, as checkpoints are places in them. */
const version = '1';

/**
 * Distinguishes a job whose rows are sorted first from one of the same file in its own order: its results are
 * not the same, and a restart must continue in the same order.
 */
export const sortParameters: Readonly<Record<string, string>> = { [name]: version };

/**
 * True if a job's rows are sorted first.
 *
 * @throws {CodedError} SORTED_OTHERWISE if another version of this program sorted them
 */
export function isSortedJob(parameters: Readonly<Record<string, string>>): boolean {
  const given = parameters[name];
  if (given === undefined || given === version) return given !== undefined;
  const message =
    'The rows of this job were sorted by another version. Undo the job and load the file again.';
  throw new CodedError('SORTED_OTHERWISE', message);
}

/** @throws {CodedError} NOTHING_TO_SORT if each row is a record of its own */
export function assertSortable(mapping: Mapping): void {
  if (isGroupedMapping(mapping)) return;
  const record = isPaymentMapping(mapping) ? 'a payment' : 'an invoice';
  throw new CodedError(
    'NOTHING_TO_SORT',
    `The mapping ${mapping.name} makes ${record} of each row, so there are no rows to put together: leave --sort out, or give a mapping with "grouping".`,
  );
}
