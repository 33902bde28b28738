import type { Sql } from 'postgres';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Log } from '#platform/log/log.ts';
import { pause } from '#platform/waiting/pause.ts';
import { leaseSeconds } from './claim-request.ts';
import type { ClaimedRequest, RequestResult, RequestStatus } from './import-request.ts';

/** The end of a request. */
export interface RequestEnd {
  readonly status: Extract<RequestStatus, 'COMPLETED' | 'STOPPED' | 'FAILED'>;
  readonly code?: string | null;
  readonly message?: string | null;
  readonly result?: RequestResult | null;
}

const beatMs = 1_000;

/**
 * A request while this worker runs it: renews its lease, and learns that somebody wants it stopped or that another worker has
 * taken it over.
 */
export class HeldRequest {
  readonly #sql: Sql;
  readonly #request: Pick<ClaimedRequest, 'id' | 'attempts'>;
  readonly #log: Log;
  readonly #stopping = new AbortController();
  readonly #released = new AbortController();
  readonly #beating: Promise<void>;
  #isLost = false;

  constructor(sql: Sql, request: Pick<ClaimedRequest, 'id' | 'attempts'>, log: Log) {
    this.#sql = sql;
    this.#request = request;
    this.#log = log;
    this.#beating = this.#beat();
  }

  /** Aborted when the work has to end: somebody stopped the request, or another worker has it. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** True if another worker has taken the request over. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Names the job that the request runs. */
  async nameJob(number: number): Promise<void> {
    await this.#sql`
      update import_requests set instance_id = (select id from job_instances where number = ${number})
      where ${this.#isMine()}`;
  }

  /** Stores the end, unless another worker has the request. */
  async end({ status, code = null, message = null, result = null }: RequestEnd): Promise<void> {
    const stored = result === null ? null : JSON.stringify(result);
    await this.#sql`
      update import_requests set status = ${status}, code = ${code}, message = ${message},
        result = ${stored}::text::jsonb, lease_until = null, is_stopping = false, ended_at = now()
      where ${this.#isMine()}`;
  }

  /**
   * Puts the request back into the queue, to be begun after so many milliseconds.
   *
   * @param counts true if this attempt counts among those after which it fails
   */
  async giveBack(afterMs: number, { counts }: { readonly counts: boolean }): Promise<void> {
    await this.#sql`
      update import_requests set status = 'QUEUED', lease_until = null, worker = null,
        attempts = attempts - ${counts ? 0 : 1}, due_at = now() + make_interval(secs => ${afterMs / 1_000})
      where ${this.#isMine()}`;
  }

  /** Ends the beats; called once the request has ended or was given back. */
  async close(): Promise<void> {
    this.#released.abort();
    await this.#beating;
  }

  async #beat(): Promise<void> {
    let lastMs = performance.now();
    while (!this.#released.signal.aborted) {
      await pause(beatMs, this.#released.signal);
      if (this.#released.signal.aborted) return;
      const startedMs = performance.now();
      try {
        const state = await this.#renew();
        if (state === 'LOST') this.#lose();
        else lastMs = startedMs;
        if (state === 'STOPPING') this.#stopping.abort();
      } catch (error) {
        this.#log.warn({ err: error, request: this.#request.id }, 'the lease of a request was not renewed');
        // Somebody else may have it by now.
        if (performance.now() - lastMs > leaseSeconds * 1_000) this.#lose();
      }
      if (this.#isLost) return;
    }
  }

  async #renew(): Promise<'HELD' | 'STOPPING' | 'LOST'> {
    const [row] = await this.#sql<{ isStopping: boolean }[]>`
      update import_requests set lease_until = now() + make_interval(secs => ${leaseSeconds})
      where ${this.#isMine()} returning is_stopping as "isStopping"`;
    if (row === undefined) return 'LOST';
    return row.isStopping ? 'STOPPING' : 'HELD';
  }

  #lose(): void {
    this.#isLost = true;
    this.#stopping.abort(new CodedError('LEASE_LOST', 'Another worker has this request now.'));
  }

  /** The condition that fences a worker that was taken for dead. */
  #isMine() {
    const { id, attempts } = this.#request;
    return this.#sql`id = ${id} and status = 'RUNNING' and attempts = ${attempts}`;
  }
}
