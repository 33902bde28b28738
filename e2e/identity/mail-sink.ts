import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrived. */
export interface ReceivedMail {
  readonly to: readonly string[];
  /** Headers and body, soft line breaks of quoted-printable undone. */
  readonly source: string;
}

/** A mail server that keeps what it gets (RFC 5321). */
export interface MailSink {
  readonly port: number;
  /** The mails so far to an address. */
  mailsTo(address: string): readonly ReceivedMail[];
  /** Waits for a mail to an address beyond the first `after` ones. */
  waitForMail(address: string, after?: number): Promise<ReceivedMail>;
  close(): Promise<void>;
}

const arrivesWithinMs = 60_000;

/** Starts the server on 127.0.0.1. @param port 0 for any that is free */
export async function createMailSink(port: number): Promise<MailSink> {
  const mails: ReceivedMail[] = [];
  const arrivals = new EventTarget();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      text(stream).then((source) => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          source: source.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '='),
        });
        arrivals.dispatchEvent(new Event('mail'));
        done();
      }, done);
    },
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const mailsTo = (address: string) => mails.filter(({ to }) => to.includes(address));
  return {
    port: (server.server.address() as AddressInfo).port,
    mailsTo,
    async waitForMail(address, after = 0) {
      const signal = AbortSignal.timeout(arrivesWithinMs);
      for (;;) {
        const mail = mailsTo(address)[after];
        if (mail !== undefined) return mail;
        await once(arrivals, 'mail', { signal });
      }
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The first link in a mail. */
export function findLink({ source }: ReceivedMail): string {
  const link = /https?:\/\/\S*action-token\?[^\s"<>]+/.exec(source)?.[0];
  if (link === undefined) throw new Error(`The mail has no link: ${source.slice(0, 500)}`);
  return link.replaceAll('&amp;', '&');
}
