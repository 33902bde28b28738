import { LRUCache } from 'lru-cache';
import { toCountedAddress } from '#platform/http/client-address.ts';
import type { Log } from '#platform/log/log.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { settlesWithin } from '#platform/waiting/within.ts';
import type { AccountMailer } from './account-mailer.ts';
import type { Mail } from './mail.ts';

export const mailBounds = {
  /** Mails that may wait for the server at a time; a flood must not fill memory. */
  waiting: 100,
  /** Mails to one person that one asker causes within the period below. */
  perAsker: 5,
  /** Mails to one person that all askers cause: with a few addresses nobody keeps a person from a mail that they need. */
  perPerson: 20,
} as const;
const periodMs = 60 * 60_000;
/** Persons, and persons with askers, whose mails are counted. */
const maxCounted = 10_000;

export interface MailPostOptions {
  readonly mailer: Pick<AccountMailer, 'deliver' | 'close'>;
  readonly log: Log;
}

/** Whoever causes a mail: an address from which it was asked for, somebody who has shown who they are, or a sign-in in a new browser. */
export type MailAsker = { readonly address: string } | 'KNOWN' | 'SIGN_IN';

/**
 * Sends mails without making anybody wait: how long an answer takes must not tell if it led to a mail. Nobody gets more
 * than a few in an hour, however often someone asks for them, and a stranger who asks uses up none of those that an administrator or
 * the person's own actions cause.
 */
export class MailPost {
  readonly #mailer: MailPostOptions['mailer'];
  readonly #log: Log;
  readonly #sent = new LRUCache<string, number>({ max: maxCounted, ttl: periodMs });
  readonly #waiting = new Set<Promise<void>>();

  constructor({ mailer, log }: MailPostOptions) {
    this.#mailer = mailer;
    this.#log = log;
  }

  /** Sends a mail in the background. @returns false if it was left out: too many to this person, or waiting */
  post(mail: Mail, asker: MailAsker): boolean {
    const bounds = toBounds(mail.to, asker);
    const isFull = bounds.some(({ key, max }) => (this.#sent.get(key) ?? 0) >= max);
    if (isFull || this.#waiting.size >= mailBounds.waiting) {
      this.#log.warn({ waiting: this.#waiting.size }, 'left out a mail: too many to one person, or waiting');
      return false;
    }
    // The period begins with the first mail, not with the latest.
    for (const { key } of bounds) this.#sent.set(key, (this.#sent.get(key) ?? 0) + 1, { noUpdateTTL: true });
    const sending = this.#mailer.deliver(mail).catch((error: unknown) => {
      this.#log.error({ err: error }, 'could not send a mail');
    });
    this.#waiting.add(sending);
    void sending.finally(() => this.#waiting.delete(sending));
    return true;
  }

  /** Waits for mails under way, for a limited time. */
  async close(): Promise<void> {
    await settlesWithin(Promise.all(this.#waiting), closeDeadlines.lastWorkMs);
    await this.#mailer.close();
  }
}

/** The counts that a mail must fit into. */
function toBounds(to: string, asker: MailAsker): { readonly key: string; readonly max: number }[] {
  if (asker === 'KNOWN') return [{ key: `known ${to}`, max: mailBounds.perPerson }];
  // Many of them must not keep anybody from the mail that tells of a change.
  if (asker === 'SIGN_IN') return [{ key: `sign-in ${to}`, max: mailBounds.perPerson }];
  return [
    { key: `from ${toCountedAddress(asker.address)} ${to}`, max: mailBounds.perAsker },
    { key: `asked ${to}`, max: mailBounds.perPerson },
  ];
}
