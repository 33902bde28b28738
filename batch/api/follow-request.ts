import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { retryWhileFollowed } from '#platform/database/retry-while-followed.ts';
import { pause } from '#platform/waiting/pause.ts';
import { findJobs } from './find-jobs.ts';
import { findRequest } from './find-requests.ts';
import type { ImportRequestModel } from './models.ts';

const lookEveryMs = 500;

/**
 * Generates the state of a request now and after each change of it or of its job, until it has ended; null if there is none. A
 * database that is away is waited for.
 */
export async function* followRequest(
  db: PostgresJsDatabase,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<ImportRequestModel | null, void> {
  let before = '';
  while (!signal.aborted) {
    const { request, state } = await retryWhileFollowed(() => loadState(db, id), signal);
    if (request === undefined) {
      yield null;
      return;
    }
    if (state !== before) yield request;
    if (request.endedAt !== null) return;
    before = state;
    await pause(lookEveryMs, signal);
  }
}

/** Loads a request, and a text that changes with it and with its job. */
async function loadState(db: PostgresJsDatabase, id: string) {
  const request = await findRequest(db, id);
  if (request === undefined) return { request, state: '' };
  const jobs = request.instanceId === null ? [] : await findJobs(db, [request.instanceId]);
  return { request, state: JSON.stringify([request.status, request.isStopping, request.attempts, jobs]) };
}
