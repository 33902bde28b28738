import type { Sql } from 'postgres';
import { isTransient } from '#platform/database/is-transient.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toError } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import { JobError } from '../jobs/job-error.ts';
import { claimRequest, maxAttempts, toWorkerName } from '../queue/claim-request.ts';
import { HeldRequest } from '../queue/held-request.ts';
import type { ClaimedRequest } from '../queue/import-request.ts';
import { type ImportOutcome, runRequest } from './run-request.ts';

export interface ImportWorkerOptions {
  readonly sql: Sql;
  /** With the role `batch`. */
  readonly url: string;
  readonly seller: Seller;
  readonly log: Log;
  /** Aborted when the process has to end: its request goes back into the queue. */
  readonly signal: AbortSignal;
}

/** The wait before a request is begun again that failed for what may pass. */
const againAfterMs = 10_000;

/** Carries out the requests of the queue, one after the other. Any number of workers may do so at the same time. */
export class ImportWorker {
  readonly #options: ImportWorkerOptions;
  readonly #name = toWorkerName(process.pid);

  constructor(options: ImportWorkerOptions) {
    this.#options = options;
  }

  /** Runs requests until none is due, or until the signal aborts. Returns how many it ran. */
  async drain(): Promise<number> {
    const { sql, signal } = this.#options;
    let count = 0;
    while (!signal.aborted) {
      const request = await claimRequest(sql, this.#name);
      if (request === undefined) break;
      await this.#run(request);
      count += 1;
    }
    return count;
  }

  async #run(request: ClaimedRequest): Promise<void> {
    const { sql } = this.#options;
    const log = this.#options.log.child({ request: request.id, kind: request.kind });
    log.info({ attempt: request.attempts }, 'a request begins');
    const held = new HeldRequest(sql, request, log);
    try {
      const outcome = await this.#carryOut(request, held, log);
      if (held.isLost) return log.warn('a request was taken over by another worker');
      if (outcome === 'AGAIN_UNCOUNTED') await held.giveBack(0, { counts: false });
      else if (outcome === 'AGAIN') await held.giveBack(againAfterMs, { counts: true });
      else await held.end(outcome);
      log.info({ outcome: typeof outcome === 'string' ? outcome : outcome.status }, 'a request ends');
    } finally {
      await held.close();
    }
  }

  async #carryOut(
    request: ClaimedRequest,
    held: HeldRequest,
    log: Log,
  ): Promise<ImportOutcome | 'AGAIN' | 'AGAIN_UNCOUNTED'> {
    const { sql, url, seller } = this.#options;
    const ending = this.#options.signal;
    const mayRunAgain = request.attempts < maxAttempts;
    const named: Promise<void>[] = [];
    const isEnding = () => ending.aborted && !held.signal.aborted;
    try {
      const outcome = await runRequest(request, {
        sql,
        url,
        seller,
        log,
        signal: AbortSignal.any([ending, held.signal]),
        onJob: (number) => named.push(held.nameJob(number)),
      });
      if (outcome.status === 'STOPPED' && isEnding()) return 'AGAIN_UNCOUNTED';
      return mayRunAgain && isTransient(outcome.failure) ? 'AGAIN' : outcome;
    } catch (given) {
      const error = toError(given);
      if (held.signal.aborted) return { status: 'STOPPED', message: 'It was stopped.' };
      if (isEnding()) return 'AGAIN_UNCOUNTED';
      if (mayRunAgain && (isTransient(error) || isBusy(error))) return 'AGAIN';
      if (error instanceof JobError && error.jobNumber !== undefined)
        named.push(held.nameJob(error.jobNumber));
      return toEnd(error, request, log);
    } finally {
      await Promise.all(named);
    }
  }
}

/** True if another process runs the job: by the command line, or a worker that has not noticed that it is taken for dead. */
function isBusy(error: Error): boolean {
  return error instanceof JobError && error.code === 'ALREADY_RUNNING';
}

function toEnd(error: Error, { id }: ClaimedRequest, log: Log): ImportOutcome {
  if (error instanceof JobError && error.code === 'ALREADY_COMPLETE') {
    return { status: 'COMPLETED', code: error.code, message: error.message };
  }
  if (error instanceof CodedError) return { status: 'FAILED', code: error.code, message: error.message };
  log.error({ err: error }, 'a request failed by a fault');
  return {
    status: 'FAILED',
    code: 'FAULT',
    message: `Something went wrong here; the log names it by ${id}.`,
  };
}
