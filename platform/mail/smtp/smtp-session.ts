import { readFile } from 'node:fs/promises';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailMessage } from '../mail-transport.ts';
import { createMessageStream, type MessageStream } from './message-stream.ts';
import type { SmtpServer } from './smtp-server.ts';

/** The longest waits for a mail server, in milliseconds. */
interface SmtpWaits {
  /** From the beginning of the connection to its greeting and TLS. */
  readonly connectMs: number;
  /** For the answer to a command, and to the message. */
  readonly answerMs: number;
}

export interface SmtpSessionOptions extends SmtpWaits {
  readonly server: SmtpServer;
  /** Certificates of authorities (PEM), read for each connection; those of Node without it. */
  readonly caFile?: string | undefined;
}

/** A failure to send, with how far the message was. */
export class SmtpSendError extends Error {
  readonly isHandedOver: boolean;

  constructor(cause: unknown, stream: MessageStream) {
    super('The mail was not confirmed.', { cause });
    this.isHandedOver = stream.isEndRead();
  }
}

/** A connection to a mail server, logged in, for one message after the other. */
export class SmtpSession {
  readonly #connection: SMTPConnection;
  #isOpen = true;

  private constructor(connection: SMTPConnection) {
    this.#connection = connection;
    connection.on('end', () => {
      this.#isOpen = false;
    });
    // Failures of an idle connection; those of a command are told by it.
    connection.on('error', () => {});
  }

  /** @throws if the server cannot be reached, has no TLS that was asked for, or does not let us in */
  static async open(
    { server, caFile, connectMs, answerMs }: SmtpSessionOptions,
    signal: AbortSignal,
  ): Promise<SmtpSession> {
    const { host, port, tls, login } = server;
    const ca = caFile === undefined ? undefined : await readFile(caFile, 'utf8');
    const connection = new SMTPConnection({
      host,
      port,
      secure: tls === 'IMPLICIT',
      requireTLS: tls === 'STARTTLS',
      ignoreTLS: tls === 'NONE',
      tls: { minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) },
      connectionTimeout: connectMs,
      greetingTimeout: connectMs,
      dnsTimeout: connectMs,
      socketTimeout: answerMs,
      socketCloseTimeout: 1_000,
      allowInternalNetworkInterfaces: true,
    });
    const session = new SmtpSession(connection);
    try {
      await session.#ask(signal, (done) => connection.connect(done));
      if (login !== undefined) await session.#logIn(login, signal);
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * Sends a message and gives the words with which the server took it.
   *
   * @throws {SmtpSendError}
   */
  async send({ from, to, bytes }: MailMessage, signal: AbortSignal): Promise<string> {
    const message = createMessageStream(bytes);
    try {
      const info = await this.#ask<{ readonly response: string }>(signal, (done) =>
        this.#connection.send({ from, to: [to], size: bytes.length }, message.stream, done),
      );
      return info.response;
    } catch (error) {
      throw new SmtpSendError(error, message);
    }
  }

  /** Makes the connection ready for the next message after one that was refused; closes it if that fails. */
  async reset(signal: AbortSignal): Promise<void> {
    await this.#ask(signal, (done) => this.#connection.reset(done)).catch(() => this.close());
  }

  close(): void {
    this.#isOpen = false;
    this.#connection.close();
  }

  async #logIn({ user, password }: NonNullable<SmtpServer['login']>, signal: AbortSignal): Promise<void> {
    const connection = this.#connection;
    if (!connection.allowsAuth) {
      throw new Error('the server offers no login (AUTH), but a user and a password are given');
    }
    await this.#ask(signal, (done) => connection.login({ credentials: { user, pass: password } }, done));
  }

  /**
   * Waits for the answer to a command. Outside of `send`, nodemailer tells the loss of the connection by events alone. An abort
   * closes the connection.
   */
  async #ask<Answer>(
    signal: AbortSignal,
    command: (done: (error?: Error | null, answer?: Answer) => void) => void,
  ): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const abort = () => reject(signal.reason);
    // After the command's own error, which tells more.
    const end = () => setImmediate(() => reject(new Error('the connection ended')));
    signal.addEventListener('abort', abort, { once: true });
    this.#connection.once('error', reject).once('end', end);
    try {
      if (signal.aborted) abort();
      else command((error, answer) => (error ? reject(error) : resolve(answer as Answer)));
      return await promise;
    } catch (error) {
      if (signal.aborted) this.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
      this.#connection.off('error', reject).off('end', end);
    }
  }
}
