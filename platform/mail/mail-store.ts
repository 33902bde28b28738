import type { Sql } from 'postgres';
import { type MailProblemCode, type MailState, mailRowBounds } from './mail-table.ts';

/** A mail that a worker has taken. */
export interface ClaimedMail {
  readonly id: string;
  readonly kind: string;
  readonly about: Readonly<Record<string, string>>;
  readonly recipient: string | null;
  readonly language: string | null;
  /** In milliseconds since 1970: a client that drizzle has set up gives times as text. */
  readonly notBeforeMs: number;
  readonly messageId: string | null;
  /** With this one. */
  readonly attempts: number;
  /** The time since it was due first. */
  readonly waitedMs: number;
}

/** Names one attempt of one worker. */
export interface MailAttemptKey {
  readonly id: string;
  readonly attempts: number;
}

/** An attempt to hand over that is recorded as begun. */
export interface MailAttempt {
  readonly recipient: string;
  readonly messageId: string;
  readonly leaseMs: number;
}

/** A mail whose worker did not come back. */
export interface LostMail {
  readonly id: string;
  readonly kind: string;
  readonly attempts: number;
  readonly worker: string;
  readonly messageId: string;
  readonly attemptedAtMs: number;
}

/** The end of an attempt. */
export interface MailOutcome {
  readonly state: Exclude<MailState, 'SENDING'>;
  readonly code?: MailProblemCode;
  readonly problem?: string;
  /** The words with which it was taken. */
  readonly answer?: string;
  /** The time until the next attempt. */
  readonly waitMs?: number;
  /** The new earliest time of a mail that was put off, which begins anew then. */
  readonly notBefore?: Date;
}

const maxTextCharacters = mailRowBounds.text;

/**
 * The statements of a worker on the mails of one table. All times are the database's, so that workers on several machines agree. Each
 * change names the attempt that it belongs to: a worker that was away too long changes nothing that another one has taken.
 */
export class MailStore {
  readonly #sql: Sql;
  readonly #table: string;
  readonly #worker: string;

  /** @param options.table the name with its schema, such as `billing.mails` */
  constructor({
    sql,
    table,
    worker,
  }: { readonly sql: Sql; readonly table: string; readonly worker: string }) {
    this.#sql = sql;
    this.#table = table;
    this.#worker = worker;
  }

  /** Takes mails that are due, for the time of a lease. */
  claim(maxMails: number, leaseMs: number): Promise<readonly ClaimedMail[]> {
    const sql = this.#sql;
    return sql<ClaimedMail[]>`
      update ${sql(this.#table)} set worker = ${this.#worker}, attempts = attempts + 1,
        due_at = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      where id in (
        select id from ${sql(this.#table)} where state = 'WAITING' and due_at <= clock_timestamp()
        order by due_at limit ${maxMails} for update skip locked)
      returning id, kind, about, recipient, language, extract(epoch from not_before)::float8 * 1000 as "notBeforeMs", message_id as "messageId", attempts,
        extract(epoch from clock_timestamp() - greatest(not_before, created_at))::float8 * 1000 as "waitedMs"`;
  }

  /** Records that a mail is about to be handed over. @returns false if it is another worker's by now */
  async begin(
    { id, attempts }: MailAttemptKey,
    { recipient, messageId, leaseMs }: MailAttempt,
  ): Promise<boolean> {
    const sql = this.#sql;
    const { count } = await sql`
      update ${sql(this.#table)} set state = 'SENDING', recipient = ${recipient}, message_id = ${messageId},
        attempted_at = clock_timestamp(), due_at = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      where id = ${id} and state = 'WAITING' and worker = ${this.#worker} and attempts = ${attempts}`;
    return count === 1;
  }

  /**
   * Records the end of an attempt. One that was taken for lost meanwhile becomes known by it.
   *
   * @returns false if the mail is in other hands by now
   */
  finish(attempt: MailAttemptKey, outcome: MailOutcome): Promise<boolean> {
    return this.#end({ ...attempt, worker: this.#worker }, ['WAITING', 'SENDING', 'UNCERTAIN'], outcome);
  }

  /** Records the end of an attempt whose worker did not come back. @returns false if it did */
  finishLost(attempt: LostMail, outcome: MailOutcome): Promise<boolean> {
    return this.#end(attempt, ['SENDING'], outcome);
  }

  async #end(
    { id, attempts, worker }: MailAttemptKey & { readonly worker: string },
    from: readonly MailState[],
    { state, code, problem, answer, waitMs, notBefore }: MailOutcome,
  ): Promise<boolean> {
    const sql = this.#sql;
    const at = notBefore?.toISOString() ?? null;
    const { count } = await sql`
      update ${sql(this.#table)} set state = ${state}, problem_code = ${code ?? null}, problem = ${toBounded(problem)},
        answer = ${toBounded(answer)}, sent_at = case when ${state}::text = 'SENT' then clock_timestamp() end,
        due_at = coalesce(${at}::timestamptz, clock_timestamp() + ${waitMs ?? null}::float8 * interval '1 millisecond', due_at),
        not_before = coalesce(${at}::timestamptz, not_before),
        attempts = case when ${at}::timestamptz is null then attempts else 0 end
      where id = ${id} and worker = ${worker} and attempts = ${attempts} and state in ${sql(from)}`;
    return count === 1;
  }

  /** Finds mails that were being handed over when the time of their worker ended. */
  findLost(maxMails: number): Promise<readonly LostMail[]> {
    const sql = this.#sql;
    return sql<LostMail[]>`
      select id, kind, attempts, worker, message_id as "messageId", extract(epoch from attempted_at)::float8 * 1000 as "attemptedAtMs" from ${sql(this.#table)}
      where state = 'SENDING' and due_at <= clock_timestamp() order by due_at limit ${maxMails}`;
  }
}

function toBounded(text: string | undefined): string | null {
  return text === undefined ? null : text.replaceAll('\0', ' ').slice(0, maxTextCharacters);
}
