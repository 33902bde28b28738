import { EventLogError } from './event-log-error.ts';
import { maxRecordBytes } from './limits.ts';

/**
 * Refuses what no log takes, before anything is written.
 *
 * @param sizes bytes of each record in all
 * @throws {EventLogError} RECORD_TOO_LARGE
 */
export function checkSizes(topic: string, sizes: readonly number[]): void {
  const index = sizes.findIndex((bytes) => bytes > maxRecordBytes);
  if (index < 0) return;
  throw new EventLogError(
    'RECORD_TOO_LARGE',
    `Record ${index + 1} of ${sizes.length} for ${topic} has ${sizes[index]} bytes; at most ${maxRecordBytes} are taken.`,
  );
}
