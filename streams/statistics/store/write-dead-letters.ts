import type { ISql } from 'postgres';
import { storeDeadLetter } from '#platform/event-log/dead-letters/dead-letters.ts';
import type { DeadRecord } from '../runtime/partition-statistics.ts';

/** Keeps records that are no messages, whole, with what is wrong with them. */
export function writeDeadLetters(tx: ISql, dead: readonly DeadRecord[]): Promise<unknown>[] {
  return dead.map(({ record, problems }) => {
    const reason = problems.map(({ path, message }) => `${path || 'the message'} ${message}`).join('; ');
    return storeDeadLetter(tx, record, reason);
  });
}
