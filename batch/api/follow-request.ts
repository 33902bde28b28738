import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { pause } from '#platform/waiting/pause.ts';
import { findJobs } from './find-jobs.ts';
import { findRequest } from './find-requests.ts';
import type { ImportRequestModel } from './models.ts';

const lookEveryMs = 500;

/** Generates the state of a request now and after each change of it or of its job, until it has ended; null if there is none. */
export async function* followRequest(
  db: PostgresJsDatabase,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<ImportRequestModel | null, void> {
  let before = '';
  while (!signal.aborted) {
    const request = await findRequest(db, id);
    if (request === undefined) {
      yield null;
      return;
    }
    const jobs = request.instanceId === null ? [] : await findJobs(db, [request.instanceId]);
    const state = JSON.stringify([request.status, request.isStopping, request.attempts, jobs]);
    if (state !== before) yield request;
    if (request.endedAt !== null) return;
    before = state;
    await pause(lookEveryMs, signal);
  }
}
