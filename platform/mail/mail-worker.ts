import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import type { Log } from '#platform/log/log.ts';
import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { pause } from '#platform/waiting/pause.ts';
import { attemptMail, type MailTimes } from './attempt-mail.ts';
import type { ComposeMail } from './mail.ts';
import type { MailSender } from './mail-address.ts';
import { type ClaimedMail, type LostMail, type MailOutcome, MailStore } from './mail-store.ts';
import type { MailState, MailTable } from './mail-table.ts';
import type { MailTransport } from './mail-transport.ts';
import { toMailTableName } from './queue-mail.ts';

export interface MailWorkerOptions {
  /** With the role that owns the table. */
  readonly sql: Sql;
  readonly table: MailTable;
  readonly transport: MailTransport;
  readonly compose: ComposeMail;
  readonly sender: MailSender;
  readonly log: Log;
  /** The most mails in hand at once; default 4. */
  readonly maxInFlight?: number;
  /** The largest mail; default 20 MiB. */
  readonly maxBytes?: number;
  readonly times?: Partial<MailTimes>;
  /** The interval at which the worker looks without a hint, in milliseconds; default 1,000. */
  readonly pollMs?: number;
  /** Told of each recorded end of an attempt. */
  readonly onOutcome?: (state: MailState, mail: { readonly kind: string }) => void;
}

const defaultTimes: MailTimes = {
  composeMs: 30_000,
  deliverMs: 180_000,
  spareMs: 30_000,
  backoff: { firstMs: 2_000, maxMs: 3_600_000 },
  giveUpMs: 72 * 3_600_000,
};
/** The waits of the whole worker while the mail server fails, so that mails do not use up their attempts. */
const serverBackoff = { firstMs: 500, maxMs: 60_000 };
const recordBackoff = { firstMs: 100, maxMs: 5_000 };
const maxLost = 100;
const settleEveryMs = 1_000;
const defaultMaxBytes = 20 * 1_024 * 1_024;

/**
 * Sends the mails of a table, each at most once. Before a mail is handed over, the attempt is committed; if its end never is, or the
 * server gave no answer, the mail is uncertain and not sent again. Several workers share a table.
 */
export class MailWorker {
  readonly #options: MailWorkerOptions;
  readonly #times: MailTimes;
  readonly #store: MailStore;
  readonly #bell = createBell();
  readonly #closing = new AbortController();
  readonly #giveUp = new AbortController();
  readonly #inHand = new Set<Promise<void>>();
  readonly #running: Promise<void>;
  #serverFailures = 0;
  #pausedUntilMs = 0;
  #settledUntilMs = 0;

  constructor(options: MailWorkerOptions) {
    this.#options = options;
    this.#times = { ...defaultTimes, ...options.times };
    const { sql, table } = options;
    this.#store = new MailStore({ sql, table: toMailTableName(table), worker: randomUUID() });
    this.#running = this.#run();
  }

  /** Announces that mails may be waiting. */
  hint(): void {
    this.#bell.ring();
  }

  /** Ends after the mails in hand, for a limited time; then those that were not handed over go back. */
  async close(): Promise<void> {
    this.#closing.abort();
    const limit = setTimeout(
      () => this.#giveUp.abort(new Error('the process ends')),
      closeDeadlines.lastWorkMs,
    );
    await this.#running;
    await Promise.all(this.#inHand);
    clearTimeout(limit);
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    const { log, pollMs = 1_000 } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.#settleLost();
        const isMoreWaiting = await this.#takeSome();
        failures = 0;
        // A mail that ends rings the bell.
        if (!isMoreWaiting || this.#isFull) await this.#bell.wait(pollMs, signal);
      } catch (err) {
        failures += 1;
        const waitMs = toBackoffMs(failures, recordBackoff);
        log.warn({ err, waitMs: Math.round(waitMs) }, 'could not look for mails to send; trying again');
        await pause(waitMs, signal);
      }
    }
  }

  get #isFull(): boolean {
    return this.#inHand.size >= (this.#options.maxInFlight ?? 4);
  }

  /** @returns true if more may be waiting */
  async #takeSome(): Promise<boolean> {
    if (Date.now() < this.#pausedUntilMs) return false;
    // While the server fails, one mail at a time tries it.
    const maxAtOnce = this.#serverFailures > 0 ? 1 : (this.#options.maxInFlight ?? 4);
    const room = maxAtOnce - this.#inHand.size;
    if (room <= 0) return false;
    const { composeMs, spareMs } = this.#times;
    const claimed = await this.#store.claim(room, composeMs + spareMs);
    for (const mail of claimed) {
      const work = this.#attempt(mail).finally(() => {
        this.#inHand.delete(work);
        this.#bell.ring();
      });
      this.#inHand.add(work);
    }
    return claimed.length === room;
  }

  async #attempt(mail: ClaimedMail): Promise<void> {
    const { transport, compose, sender, log, maxBytes = defaultMaxBytes } = this.#options;
    const signal = this.#giveUp.signal;
    try {
      const parts = {
        store: this.#store,
        transport,
        compose,
        sender,
        maxBytes,
        times: this.#times,
        log,
        signal,
      };
      const attempted = await attemptMail(mail, parts);
      if (attempted === undefined) return;
      if (attempted.isServerFailure !== undefined) this.#countServer(attempted.isServerFailure);
      await this.#record(mail, attempted.outcome);
    } catch (err) {
      // The lease ends; nothing was handed over.
      log.warn(
        { err, mailId: mail.id, kind: mail.kind },
        'could not begin to send a mail; it is tried again',
      );
    }
  }

  #countServer(isFailure: boolean): void {
    this.#serverFailures = isFailure ? this.#serverFailures + 1 : 0;
    this.#pausedUntilMs = isFailure ? Date.now() + toBackoffMs(this.#serverFailures, serverBackoff) : 0;
  }

  /** Records an outcome, for as long as the database is away: what is not recorded becomes uncertain. */
  async #record(mail: ClaimedMail, outcome: MailOutcome): Promise<void> {
    const { log, onOutcome } = this.#options;
    for (let failures = 1; ; failures += 1) {
      try {
        await this.#store.finish(mail, outcome);
        break;
      } catch (err) {
        log.warn(
          { err, mailId: mail.id, state: outcome.state },
          'could not record the outcome of a mail; trying again',
        );
        if (this.#giveUp.signal.aborted) return;
        await pause(toBackoffMs(failures, recordBackoff), this.#giveUp.signal);
      }
    }
    onOutcome?.(outcome.state, mail);
    this.#tell(mail, outcome);
  }

  /** Logs an outcome without the words of servers, in which addresses may stand. */
  #tell({ id, kind, attempts }: ClaimedMail, { state, code, waitMs }: MailOutcome): void {
    const { log, transport } = this.#options;
    const entry = { mailId: id, kind, state, code, attempts, target: transport.target };
    if (state === 'REFUSED' || state === 'UNCERTAIN') log.error(entry, 'a mail did not arrive for certain');
    else if (code === 'NOT_SENT' || code === 'NOT_COMPOSED') {
      log.warn({ ...entry, waitMs: Math.round(waitMs ?? 0) }, 'could not send a mail; trying again');
    } else log.debug(entry, 'finished with a mail');
  }

  /** Finds mails whose worker did not come back. */
  async #settleLost(): Promise<void> {
    if (Date.now() < this.#settledUntilMs) return;
    for (const mail of await this.#store.findLost(maxLost)) {
      const { transport, log, onOutcome } = this.#options;
      const outcome = await this.#toLostOutcome(mail);
      if (!(await this.#store.finishLost(mail, outcome))) continue;
      onOutcome?.(outcome.state, mail);
      const entry = { mailId: mail.id, kind: mail.kind, state: outcome.state, target: transport.target };
      log.error(entry, 'a worker ended while it sent a mail');
    }
    this.#settledUntilMs = Date.now() + settleEveryMs;
  }

  async #toLostOutcome({ messageId, attemptedAtMs }: LostMail): Promise<MailOutcome> {
    const { transport } = this.#options;
    const wasSent = await transport.wasSent?.(messageId);
    if (wasSent === true) return { state: 'SENT', answer: `found at ${transport.target}` };
    if (wasSent === false) return { state: 'WAITING', waitMs: 0 };
    const problem = `about to be handed to ${transport.target} at ${new Date(attemptedAtMs).toISOString()} by a worker that did not come back`;
    return { state: 'UNCERTAIN', code: 'WORKER_LOST', problem };
  }
}
