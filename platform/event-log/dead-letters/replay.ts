import type { ISql } from 'postgres';
import type { EventLog } from '../event-log.ts';
import { type DeadLetter, type DeadLetterPlace, listDeadLetters, removeDeadLetters } from './dead-letters.ts';

/**
 * Appends dead letters to the end of their topics again, as they were, in the order of their places, and takes them off
 * the table: a reader that still cannot use one puts it aside anew. All groups of the topic get them; those that had
 * understood them know the repeat by its event id.
 *
 * A letter is taken off after it was appended. When this is broken off in between, it is appended again the next time,
 * and never lost.
 *
 * @param isChosen which letters; those that are put aside while this runs are not looked at
 * @returns how many were appended
 */
export async function replayDeadLetters(
  sql: ISql,
  log: EventLog,
  isChosen: (place: DeadLetterPlace) => boolean,
  signal?: AbortSignal,
): Promise<number> {
  const startedAtMs = Date.now();
  let count = 0;
  let after: DeadLetterPlace | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const letters = await listDeadLetters(sql, after);
    if (letters.length === 0) return count;
    after = letters.at(-1);
    const chosen = letters.filter((letter) => letter.createdAtMs <= startedAtMs && isChosen(letter));
    for (const [topic, ofTopic] of Map.groupBy(chosen, (letter) => letter.topic)) {
      await log.append(topic, ofTopic.map(toRecord), signal);
      await removeDeadLetters(sql, ofTopic);
      count += ofTopic.length;
    }
  }
}

function toRecord({ key, value, headers, timestampMs }: DeadLetter) {
  return { key, value, headers, timestampMs };
}
