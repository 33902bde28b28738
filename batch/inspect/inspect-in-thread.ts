import { CodedError } from '#platform/errors/coded-error.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import { threadLimits } from '../load/reading/thread-limits.ts';
import { LimitedThread, ThreadEndError } from '../threads/limited-thread.ts';
import type { InspectedFile } from './inspect-file.ts';
import type { InspectionAnswer } from './inspect-thread.ts';
import type { InspectionTimes } from './inspection-times.ts';

/** Inspections of one process at the same time. */
const turns = createTurns(2);
const module = new URL('./inspect-thread.ts', import.meta.url);

/**
 * Inspects a file in a thread of its own, which may take neither long nor much memory, whatever the file is.
 *
 * @throws {CodedError} INSPECTION_BUSY, INSPECTION_TOO_LONG, INSPECTION_TOO_LARGE
 */
export function inspectInThread(
  file: InspectedFile,
  { waitMs, runMs }: Omit<InspectionTimes, 'readMs'>,
): Promise<InspectionAnswer> {
  const askedMs = performance.now();
  return turns.run(() => {
    if (performance.now() - askedMs <= waitMs) return runThread(file, runMs);
    throw new CodedError('INSPECTION_BUSY', 'Other files are being inspected; try again in a moment.');
  });
}

async function runThread(file: InspectedFile, timeoutMs: number): Promise<InspectionAnswer> {
  const thread = new LimitedThread<InspectedFile, InspectionAnswer>(module, threadLimits);
  try {
    return await thread.ask(file, { timeoutMs, signal: new AbortController().signal });
  } catch (error) {
    if (!(error instanceof ThreadEndError)) throw error;
    throw error.code === 'THREAD_OVERDUE' ? toTooLong(timeoutMs) : toTooLarge(error);
  } finally {
    await thread.close();
  }
}

function toTooLong(timeoutMs: number): CodedError<'INSPECTION_TOO_LONG'> {
  const message = `The beginning of the file took more than ${timeoutMs / 1_000} s to inspect. Load it with a mapping of your own.`;
  return new CodedError('INSPECTION_TOO_LONG', message);
}

function toTooLarge(cause: Error): CodedError<'INSPECTION_TOO_LARGE'> {
  const message =
    'The beginning of the file takes too much memory to inspect. Load it with a mapping of your own.';
  return new CodedError('INSPECTION_TOO_LARGE', message, { cause });
}
