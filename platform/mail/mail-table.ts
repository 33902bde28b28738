import { sql } from '#platform/database/drizzle.ts';
import {
  check,
  index,
  integer,
  jsonb,
  type PgSchema,
  text,
  timestamp,
  uuid,
} from '#platform/database/drizzle-tables.ts';

/** The states of a mail, and what is known of it in each. */
const mailStates = ['WAITING', 'SENDING', 'SENT', 'UNCERTAIN', 'REFUSED', 'CANCELLED'] as const;
export type MailState = (typeof mailStates)[number];

/** The reasons for which a mail is in its state, where the state alone does not tell. */
export type MailProblemCode =
  /** The latest attempt failed for certain; another one follows. */
  | 'NOT_SENT'
  /** The mail could not be written; another attempt follows. */
  | 'NOT_COMPOSED'
  /** The mail was handed over, and no answer came. */
  | 'NO_ANSWER'
  /** The worker ended or hung between handing over and recording the answer. */
  | 'WORKER_LOST'
  /** The mail server refused it for good. */
  | 'REFUSED_BY_SERVER'
  /** The mail server took it, and it came back later. */
  | 'BOUNCED'
  /** All attempts failed for certain. */
  | 'GAVE_UP'
  /** No mail can be made of it: a wrong address or header, or too large. */
  | 'INVALID'
  /** It was no longer wanted when its time came. */
  | 'CANCELLED';

export const mailRowBounds = {
  kind: 60,
  address: 254,
  language: 35,
  dedupeKey: 200,
  text: 1_000,
  aboutBytes: 4_000,
};

/**
 * The table in which a context keeps its mails: written in the transaction of what they are about by `queueMail`, sent by a
 * `MailWorker`. Rows stay, as they say what was sent to whom.
 */
export function createMailTable(schema: PgSchema, name: string) {
  return schema.table(
    name,
    {
      /** Version 7, so that ids follow the order of queueing. */
      id: uuid().primaryKey(),
      kind: text().notNull(),
      /** Ids of what the mail is about, and nothing personal. */
      about: jsonb().$type<Readonly<Record<string, string>>>().notNull().default({}),
      /** Null until an attempt, where the address is looked up at the time of sending. */
      recipient: text(),
      language: text(),
      /** No second mail has the same one. */
      dedupeKey: text('dedupe_key').unique(`${name}_dedupe_key`),
      /** The earliest time at which it may be sent. */
      notBefore: instant('not_before').notNull().default(sql`clock_timestamp()`),
      /** The time from which a worker takes it; while one has it, the time from which that worker counts as lost. */
      dueAt: instant('due_at').notNull().default(sql`clock_timestamp()`),
      state: text().$type<MailState>().notNull().default('WAITING'),
      attempts: integer().notNull().default(0),
      /** The worker of the latest attempt. */
      worker: text(),
      /** The Message-ID (RFC 5322), the same in all attempts. */
      messageId: text('message_id').unique(`${name}_message_id`),
      /** The time of the latest attempt to hand it over, committed before the attempt. */
      attemptedAt: instant('attempted_at'),
      /** The words with which the transport took it. */
      answer: text(),
      problemCode: text('problem_code').$type<MailProblemCode>(),
      /** The problem in words, which may be the server's. */
      problem: text(),
      createdAt: instant('created_at').notNull().default(sql`clock_timestamp()`),
      sentAt: instant('sent_at'),
      bouncedAt: instant('bounced_at'),
    },
    (table) => [
      index(`${name}_due`).on(table.dueAt).where(sql`${table.state} in ('WAITING', 'SENDING')`),
      index(`${name}_uncertain`).on(table.attemptedAt).where(sql`${table.state} = 'UNCERTAIN'`),
      check(
        `${name}_state_check`,
        sql`${table.state} in (${sql.raw(mailStates.map((state) => `'${state}'`).join(', '))})`,
      ),
      check(
        `${name}_bounds_check`,
        sql`char_length(${table.kind}) between 1 and ${sql.raw(String(mailRowBounds.kind))}
          and char_length(${table.recipient}) <= ${sql.raw(String(mailRowBounds.address))}
          and char_length(${table.language}) <= ${sql.raw(String(mailRowBounds.language))}
          and char_length(${table.dedupeKey}) <= ${sql.raw(String(mailRowBounds.dedupeKey))}
          and char_length(${table.answer}) <= ${sql.raw(String(mailRowBounds.text))}
          and char_length(${table.problem}) <= ${sql.raw(String(mailRowBounds.text))}`,
      ),
      check(
        `${name}_about_check`,
        sql`jsonb_typeof(${table.about}) = 'object'
          and octet_length(${table.about}::text) <= ${sql.raw(String(mailRowBounds.aboutBytes))}`,
      ),
      check(`${name}_sent_check`, sql`(${table.state} <> 'SENT') or (${table.sentAt} is not null)`),
      check(
        `${name}_attempt_check`,
        sql`(${table.state} not in ('SENDING', 'SENT', 'UNCERTAIN'))
          or num_nonnulls(${table.messageId}, ${table.attemptedAt}, ${table.recipient}) = 3`,
      ),
    ],
  );
}

/** The mails of a context. */
export type MailTable = ReturnType<typeof createMailTable>;

function instant(name: string) {
  return timestamp(name, { withTimezone: true, precision: 3 });
}
