import { Worker } from 'node:worker_threads';
import { CodedError } from '#platform/errors/coded-error.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import { threadLimits } from '../load/reading/thread-limits.ts';
import type { InspectedFile } from './inspect-file.ts';
import type { InspectionAnswer } from './inspect-thread.ts';
import type { InspectionTimes } from './inspection-times.ts';

/** Inspections of one process at the same time. */
const turns = createTurns(2);

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

async function runThread(file: InspectedFile, runMs: number): Promise<InspectionAnswer> {
  const thread = new Worker(new URL('./inspect-thread.ts', import.meta.url), {
    workerData: file,
    resourceLimits: threadLimits,
  });
  const answered = Promise.withResolvers<InspectionAnswer>();
  thread.once('message', answered.resolve);
  thread.once('error', (error) => answered.reject(toInspectionError(error)));
  thread.once('exit', (code) => answered.reject(new Error(`The inspecting thread ended with ${code}`)));
  const limit = setTimeout(() => answered.reject(toTooLong(runMs)), runMs);
  try {
    return await answered.promise;
  } finally {
    clearTimeout(limit);
    await thread.terminate();
  }
}

function toTooLong(runMs: number): CodedError<'INSPECTION_TOO_LONG'> {
  const message = `The beginning of the file took more than ${runMs / 1_000} s to inspect. Load it with a mapping of your own.`;
  return new CodedError('INSPECTION_TOO_LONG', message);
}

function toInspectionError(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')) return error;
  const message =
    'The beginning of the file takes too much memory to inspect. Load it with a mapping of your own.';
  return new CodedError('INSPECTION_TOO_LARGE', message, { cause: error });
}
