import { v7 as createId } from 'uuid';
import { composeMessage } from '#platform/mail/compose-message.ts';
import { FolderTransport } from '#platform/mail/folder-transport.ts';
import { type MailSender, toMailDomain } from '#platform/mail/mail-address.ts';
import type { MailTransport } from '#platform/mail/mail-transport.ts';
import type { SmtpServer } from '#platform/mail/smtp/smtp-server.ts';
import { SmtpTransport } from '#platform/mail/smtp/smtp-transport.ts';
import type { Mail } from './mail.ts';

/** Files that are kept where there is no mail server; the oldest goes first. */
const maxFiles = 200;
const maxConnections = 4;
/** The longest wait for a mail server at any one point, in milliseconds. */
const waitMs = 10_000;
/** The longest time for a mail, in milliseconds. */
const sendMs = 60_000;
/** Mails to people are short. */
const maxBytes = 100_000;

/** Opens the way for mails of accounts: to the server of the realm, or without one into a folder. */
export async function openAccountMailTransport(
  server: SmtpServer | undefined,
  folder: string,
): Promise<MailTransport> {
  if (server === undefined) return FolderTransport.open(folder, { maxFiles });
  return new SmtpTransport({ server, maxConnections, connectMs: waitMs, answerMs: waitMs });
}

/** Sends mails of accounts at once, or fails: nothing of them is kept. */
export class AccountMailer {
  readonly #transport: MailTransport;
  readonly #sender: MailSender;

  constructor(transport: MailTransport, sender: MailSender) {
    this.#transport = transport;
    this.#sender = sender;
  }

  /** @throws if the mail could not be handed on, without its address and the server's words */
  async deliver(mail: Mail): Promise<void> {
    // Ids follow the order of time, and tell nobody's address.
    const messageId = `<${createId()}@${toMailDomain(this.#sender.address)}>`;
    const options = { messageId, sender: this.#sender, maxBytes, date: new Date() };
    // A name of a realm or a person may stand in the subject.
    const subject = mail.subject.replaceAll(/\p{Cc}+/gu, ' ');
    const composed = await composeMessage({ ...mail, subject }, options);
    if ('problems' in composed) throw new Error(composed.problems.join('; '));
    const delivery = await this.#transport.deliver(composed.message, AbortSignal.timeout(sendMs));
    if (delivery.kind !== 'sent') {
      throw new Error(`${this.#transport.target} did not take the mail: it is ${delivery.kind}`);
    }
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}
