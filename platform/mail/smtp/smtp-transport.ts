import { createTurns, type Turns } from '#platform/waiting/turns.ts';
import type { MailDelivery, MailMessage, MailTransport } from '../mail-transport.ts';
import { SmtpSendError, SmtpSession, type SmtpSessionOptions } from './smtp-session.ts';
import { toFailedDelivery } from './to-failed-delivery.ts';

export interface SmtpTransportOptions extends SmtpSessionOptions {
  /** The most connections at once. */
  readonly maxConnections: number;
}

/** The time after which an unused connection is closed, in milliseconds. */
const idleMs = 20_000;
/** A connection is closed after so many messages: some servers want that. */
const maxMessages = 100;

interface IdleSession {
  readonly session: SmtpSession;
  readonly messages: number;
  readonly timer: NodeJS.Timeout;
}

/** Hands mails to a mail server, on connections that are used again. */
export class SmtpTransport implements MailTransport {
  readonly target: string;
  readonly #options: SmtpTransportOptions;
  readonly #turns: Turns;
  readonly #idle: IdleSession[] = [];
  readonly #closing = new AbortController();

  constructor(options: SmtpTransportOptions) {
    const { host, port } = options.server;
    this.target = `${host}:${port}`;
    this.#options = options;
    this.#turns = createTurns(options.maxConnections);
  }

  deliver(message: MailMessage, signal: AbortSignal): Promise<MailDelivery> {
    return this.#turns.run(() => this.#deliver(message, AbortSignal.any([signal, this.#closing.signal])));
  }

  /** Ends all connections; a mail under way becomes uncertain if it was handed over. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('the transport was closed'));
    for (const { session, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      session.close();
    }
  }

  async #deliver(message: MailMessage, signal: AbortSignal): Promise<MailDelivery> {
    const idle = this.#takeIdle();
    if (idle !== undefined) {
      const delivery = await this.#send(idle.session, idle.messages, message, signal);
      // The server ended the connection while it was idle: nothing was handed over, and a new connection may do.
      if (delivery.kind !== 'failed' || !delivery.isOfServer || signal.aborted) return delivery;
    }
    try {
      const session = await SmtpSession.open(this.#options, signal);
      return await this.#send(session, 0, message, signal);
    } catch (error) {
      return toFailedDelivery(error, { target: this.target, isHandedOver: false });
    }
  }

  async #send(
    session: SmtpSession,
    messages: number,
    message: MailMessage,
    signal: AbortSignal,
  ): Promise<MailDelivery> {
    try {
      const answer = await session.send(message, signal);
      this.#keep(session, messages + 1);
      return { kind: 'sent', answer };
    } catch (error) {
      const isHandedOver = error instanceof SmtpSendError && error.isHandedOver;
      const cause = error instanceof SmtpSendError ? error.cause : error;
      const delivery = toFailedDelivery(cause, { target: this.target, isHandedOver });
      const isUsable = delivery.kind === 'refused' || (delivery.kind === 'failed' && !delivery.isOfServer);
      if (isUsable && session.isOpen) await session.reset(signal);
      else session.close();
      this.#keep(session, messages + 1);
      return delivery;
    }
  }

  #takeIdle(): IdleSession | undefined {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      clearTimeout(idle.timer);
      if (idle.session.isOpen) return idle;
    }
    return undefined;
  }

  #keep(session: SmtpSession, messages: number): void {
    if (!session.isOpen) return;
    if (this.#closing.signal.aborted || messages >= maxMessages) {
      session.close();
      return;
    }
    const timer = setTimeout(() => {
      this.#idle.splice(this.#idle.indexOf(idle), 1);
      session.close();
    }, idleMs);
    timer.unref();
    const idle = { session, messages, timer };
    this.#idle.push(idle);
  }
}
