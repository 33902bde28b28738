import type { ISql } from 'postgres';
import type { EventLog } from '../event-log.ts';
import { type DeadLetter, type DeadLetterChoice, listDeadLetters, markReplayed } from './dead-letters.ts';

const atOnce = 100;

/**
 * Appends dead letters to the end of their topics again, as they were, in the order in which they failed. All groups of
 * the topic get them; those that had understood them know the repeat by its event id.
 *
 * Each is marked after it was appended, so that one may be appended twice when this is broken off, and none is lost.
 *
 * @returns how many were appended
 */
export async function replayDeadLetters(
  sql: ISql,
  log: EventLog,
  choice: DeadLetterChoice = {},
  signal?: AbortSignal,
): Promise<number> {
  let count = 0;
  let after = 0n;
  for (;;) {
    signal?.throwIfAborted();
    const letters = await listDeadLetters(sql, { ...choice, after, limit: atOnce });
    const last = letters.at(-1);
    if (last === undefined) return count;
    for (const [topic, ofTopic] of Map.groupBy(letters, (letter) => letter.topic)) {
      await log.append(topic, ofTopic.map(toRecord), signal);
      await markReplayed(
        sql,
        ofTopic.map(({ id }) => id),
      );
    }
    count += letters.length;
    after = last.id;
  }
}

function toRecord({ key, value, headers, timestampMs }: DeadLetter) {
  return { key, value, headers, timestampMs };
}
