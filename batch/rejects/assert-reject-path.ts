import { lstat, stat } from 'node:fs/promises';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toUnfinishedPath } from './reject-file.ts';

/**
 * Makes sure that a reject file would not replace the file whose rows it names.
 *
 * @throws {CodedError} REJECT_FILE_IS_INPUT
 */
export async function assertRejectPath(rejectPath: string, inputPath: string): Promise<void> {
  const input = await stat(inputPath).catch(() => undefined);
  for (const path of [rejectPath, toUnfinishedPath(rejectPath)]) {
    // The identity of a link itself, because a rename replaces the link.
    const found = await lstat(path).catch(() => undefined);
    if (input === undefined || found?.ino !== input.ino || found.dev !== input.dev) continue;
    throw new CodedError(
      'REJECT_FILE_IS_INPUT',
      `Rejected rows cannot be written to ${rejectPath}: ${path} is the file that they come from. Name another file.`,
    );
  }
}
