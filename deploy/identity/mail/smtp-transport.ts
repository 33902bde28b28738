import { createTransport } from 'nodemailer';
import type { MailSender, MailTransport } from './mail.ts';

/** The `smtpServer` of a realm, as Keycloak has it. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** True for TLS from the first byte. */
  readonly isTls: boolean;
  /** True if the connection must turn to TLS before a mail is sent. */
  readonly isStartTls: boolean;
  readonly login: { readonly user: string; readonly password: string } | undefined;
}

/** The longest wait for a mail server at any one point, in milliseconds. */
const waitMs = 10_000;

/** Sends mails by a mail server, a connection each. */
export function createSmtpTransport(server: SmtpServer, sender: MailSender): MailTransport {
  const { host, port, isTls, isStartTls, login } = server;
  const transport = createTransport({
    host,
    port,
    secure: isTls,
    requireTLS: isStartTls,
    ...(login === undefined ? {} : { auth: { user: login.user, pass: login.password } }),
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    dnsTimeout: waitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async deliver({ to, subject, text }) {
      // An address as an object is not parsed, so it cannot turn into two.
      await transport.sendMail({ from: sender, to: { name: '', address: to }, subject, text });
    },
    close: () => transport.close(),
  };
}
