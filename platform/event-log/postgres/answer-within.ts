import { requestDeadlines } from '#platform/waiting/deadlines.ts';
import { overdue, within } from '#platform/waiting/within.ts';
import { EventLogError } from '../event-log-error.ts';

/**
 * Waits for an answer of the server, with a limit.
 *
 * @throws {EventLogError} LOG_UNAVAILABLE when none comes
 */
export async function answerWithin<Value>(
  answer: PromiseLike<Value>,
  withinMs: number = requestDeadlines.databaseAnswerMs,
): Promise<Value> {
  const value = await within(answer, withinMs);
  if (value !== overdue) return value;
  throw new EventLogError(
    'LOG_UNAVAILABLE',
    `The PostgreSQL server did not answer within ${withinMs / 1000} s.`,
  );
}
