import { isTransient } from '#platform/database/is-transient.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { RejectLimitError } from '../../jobs/reject-limit-error.ts';

const command = 'npm run batch --';
const scatteredCode = 'LINES_SCATTERED';
const sortStep = `To put the rows of each invoice together: ${command} load FILE --sort`;

/**
 * Says how to continue a job that did not complete. A restart alone is named only if it helps: a load that failed at
 * a row fails there again unless something is changed.
 *
 * @returns sentences, one a line
 */
export function toNextSteps(jobNumber: number, failure: Error | undefined): readonly string[] {
  const restart = `${command} restart ${jobNumber}`;
  const undo = `To take back what it has loaded: ${command} undo ${jobNumber}`;
  if (failure instanceof RejectLimitError) return toLimitSteps(failure, restart, undo);
  const code = failure instanceof CodedError ? failure.code : undefined;
  switch (code) {
    // A file that changed is another file, and another job.
    case 'FILE_CHANGED':
      return ['Load the file once it is complete: rows that are loaded already are found.', undo];
    case 'FILE_DAMAGED':
    case 'FILE_UNSUPPORTED':
      return ['Load a sound copy of the file: rows that are loaded already are found.', undo];
    case 'READING_LOST':
      return [`To go on with smaller chunks: ${restart} --chunk-rows 1000`];
    case 'GROUP_TOO_LONG':
      return ['Correct the mapping and load the file with it: that is a job of its own.', undo];
    case scatteredCode:
      return [sortStep];
    case 'DISK_FULL':
      return [`To go on once there is room: ${restart}`];
    case 'FENCED':
      return [`See what the other process does: ${command} status ${jobNumber}`];
    default:
      return canGoOn(failure)
        ? [`To go on: ${restart}`]
        : [`To go on once the cause is removed: ${restart}`, undo];
  }
}

/** True if the load was asked to end, or failed with a transient error. */
function canGoOn(failure: Error | undefined): boolean {
  if (failure === undefined || failure.name === 'AbortError' || isTransient(failure)) return true;
  return failure instanceof CodedError && failure.code === 'STOPPED';
}

function toLimitSteps({ passed }: RejectLimitError, restart: string, undo: string): readonly string[] {
  const correct = 'Correct the file or the mapping and load it: rows that are loaded already are found.';
  if (passed.limit === 'reason' && passed.code === scatteredCode) return [sortStep, undo];
  if (passed.limit === 'reason') {
    return [correct, `To leave such rows out: ${restart} --reason-limit off`, undo];
  }
  const more = passed.limit === 'rows' ? '5%' : `${Math.min(Math.max(passed.allowed * 5, 5), 100)}%`;
  return [correct, `To leave more rows out: ${restart} --skip-limit ${more} (or all)`, undo];
}
