import { LRUCache } from 'lru-cache';
import type { Log } from '#platform/log/log.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { settlesWithin } from '#platform/waiting/within.ts';
import type { Mail, MailTransport } from './mail.ts';

export const mailBounds = {
  /** Mails that may wait for the server at a time; a flood must not fill memory. */
  waiting: 100,
  /** Mails to one person within the period below. */
  perPerson: 5,
} as const;
const periodMs = 60 * 60_000;
/** Persons whose mails are counted. */
const maxPersons = 10_000;

export interface MailPostOptions {
  readonly transport: MailTransport;
  readonly log: Log;
}

/**
 * Sends mails without making anybody wait: how long an answer takes must not tell if it led to a mail. Nobody gets more
 * than a few in an hour, however often someone asks for them.
 */
export class MailPost {
  readonly #transport: MailTransport;
  readonly #log: Log;
  readonly #sent = new LRUCache<string, number>({ max: maxPersons, ttl: periodMs });
  readonly #waiting = new Set<Promise<void>>();

  constructor({ transport, log }: MailPostOptions) {
    this.#transport = transport;
    this.#log = log;
  }

  /** Sends a mail in the background. @returns false if it was left out: too many to this person, or waiting */
  post(mail: Mail): boolean {
    const count = this.#sent.get(mail.to) ?? 0;
    if (count >= mailBounds.perPerson || this.#waiting.size >= mailBounds.waiting) {
      this.#log.warn({ waiting: this.#waiting.size }, 'left out a mail: too many to one person, or waiting');
      return false;
    }
    // The period begins with the first mail, not with the latest.
    this.#sent.set(mail.to, count + 1, { noUpdateTTL: true });
    const sending = this.#transport.deliver(mail).catch((error: unknown) => {
      this.#log.error({ err: error }, 'could not send a mail');
    });
    this.#waiting.add(sending);
    void sending.finally(() => this.#waiting.delete(sending));
    return true;
  }

  /** Waits for mails under way, for a limited time. */
  async close(): Promise<void> {
    await settlesWithin(Promise.all(this.#waiting), closeDeadlines.lastWorkMs);
    this.#transport.close();
  }
}
