import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

/** The points at which the server can break. */
export type SmtpStage = 'CONNECT' | 'AUTH' | 'MAIL' | 'RCPT' | 'MESSAGE_BEGIN' | 'MESSAGE_END';

/** The reaction of the server at a point: it ends the connection, says nothing for ever, or answers with a code and words. */
export type SmtpReaction = 'DROP' | 'HANG' | { readonly code: number; readonly words: string } | undefined;

/** A mail that the server has taken. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
  readonly messageId: string;
}

export interface SmtpTestServerOptions {
  /** 0 for any that is free. */
  readonly port?: number;
  readonly tls?: { readonly key: string; readonly cert: string; readonly isImplicit?: boolean };
  readonly login?: { readonly user: string; readonly password: string };
  /** The largest message that the server announces to take, in bytes. */
  readonly maxBytes?: number;
  /** Called at each point with what was said there. */
  readonly react?: (stage: SmtpStage, words: string) => SmtpReaction;
  /** Called with each mail before it is confirmed; it keeps them then. */
  readonly onTaken?: (mail: TakenMail) => void | Promise<void>;
}

/** A real mail server on 127.0.0.1 that takes mails, and breaks where a test says. */
export class SmtpTestServer {
  /** Those so far, unless `onTaken` is told of them. */
  readonly mails: TakenMail[] = [];
  taken = 0;
  connections = 0;
  readonly #server: SMTPServer;
  readonly #options: SmtpTestServerOptions;

  private constructor(options: SmtpTestServerOptions) {
    this.#options = options;
    this.#server = new SMTPServer(this.#toServerOptions());
    // Clients that leave.
    this.#server.on('error', () => {});
  }

  static async start(options: SmtpTestServerOptions = {}): Promise<SmtpTestServer> {
    const started = new SmtpTestServer(options);
    started.#server.listen(options.port ?? 0, '127.0.0.1');
    await once(started.#server.server, 'listening');
    return started;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  /** Ends the server and all connections at once. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.dropConnections();
    await closed;
  }

  /** Ends the connections of clients. */
  dropConnections(): void {
    for (const { _socket } of this.#server.connections) _socket.destroy();
  }

  #toServerOptions(): SMTPServerOptions {
    const { tls, login, maxBytes } = this.#options;
    return {
      ...(tls !== undefined && { key: tls.key, cert: tls.cert, secure: tls.isImplicit === true }),
      authOptional: login === undefined,
      allowInsecureAuth: true,
      disabledCommands: [
        ...(tls === undefined ? ['STARTTLS'] : []),
        ...(login === undefined ? ['AUTH'] : []),
      ],
      disableReverseLookup: true,
      closeTimeout: 1_000,
      ...(maxBytes !== undefined && { size: maxBytes }),
      onConnect: (session, done) => {
        this.connections += 1;
        this.#pass('CONNECT', '', session, done);
      },
      onAuth: ({ username, password }, session, done) => {
        const isRight = username === login?.user && password === login?.password;
        this.#pass('AUTH', '', session, (error) =>
          error || !isRight ? done(error ?? new Error('wrong password')) : done(null, { user: username }),
        );
      },
      onMailFrom: ({ address }, session, done) => this.#pass('MAIL', address, session, done),
      onRcptTo: ({ address }, session, done) => this.#pass('RCPT', address, session, done),
      onData: (stream, session, done) => {
        if (this.#react('MESSAGE_BEGIN', '', session, done)) return;
        buffer(stream).then(async (bytes) => {
          const source = bytes.toString();
          const taken = {
            from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
            to: session.envelope.rcptTo.map(({ address }) => address),
            source,
            messageId: /^message-id: *(\S+)/im.exec(source)?.[1] ?? '',
          };
          if (this.#react('MESSAGE_END', source, session, done)) return;
          this.taken += 1;
          if (this.#options.onTaken === undefined) this.mails.push(taken);
          else await this.#options.onTaken(taken);
          done(null, `queued as ${this.taken}`);
        }, done);
      },
    };
  }

  #pass(
    stage: SmtpStage,
    words: string,
    session: SMTPServerSession,
    done: (error?: Error | null) => void,
  ): void {
    if (!this.#react(stage, words, session, done)) done();
  }

  /** @returns true if the server does what it was told to, and does not go on */
  #react(
    stage: SmtpStage,
    words: string,
    session: SMTPServerSession,
    done: (error?: Error | null) => void,
  ): boolean {
    const reaction = this.#options.react?.(stage, words);
    if (reaction === undefined) return false;
    if (reaction === 'DROP') {
      for (const connection of this.#server.connections) {
        if (connection.session === session) connection._socket.destroy();
      }
    } else if (reaction !== 'HANG') {
      done(Object.assign(new Error(reaction.words), { responseCode: reaction.code }));
    }
    return true;
  }
}
