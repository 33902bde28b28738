import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Log } from '#platform/log/log.ts';
import { ClientSocket, type ClientSocketOwner } from './client-socket.ts';
import { closeCodes, toCodeLabel } from './close-codes.ts';
import type { AnonymousConnection, ConnectionPlace } from './connection-admission.ts';
import { RunningOperation, type SendResult } from './running-operation.ts';
import type {
  ConnectionDecision,
  EndedBy,
  GraphQLWebSocketHandler,
  WebSocketConnection,
  WebSocketObserver,
} from './websocket-handler.ts';
import type { WebSocketLimits } from './websocket-limits.ts';

/** The parts that all connections of an endpoint share. */
export interface ConnectionHost<Context extends object> {
  readonly handler: GraphQLWebSocketHandler<Context>;
  readonly log: Log;
  readonly limits: WebSocketLimits;
  readonly observer: WebSocketObserver | undefined;
}

/** Hears of a connection what graphql-ws has to be told. */
export interface ConnectionListener {
  onMessage(text: string): Promise<void>;
  onEnded(code: number, reason: string): Promise<void>;
}

/** One client, from the opening of its socket to its end. */
export class ClientConnection<Context extends object> implements ClientSocketOwner, AnonymousConnection {
  /** Not a UUID: Node makes those of twenty pieces, which take 650 bytes until somebody reads them. */
  readonly id = randomBytes(12).toString('base64url');
  readonly remoteAddress: string;
  readonly socket: ClientSocket;
  readonly #host: ConnectionHost<Context>;
  readonly #place: ConnectionPlace;
  readonly #onClosed: () => void;
  readonly #operations = new Set<RunningOperation>();
  #headers: IncomingHttpHeaders | undefined;
  #listener: ConnectionListener | undefined;
  #admitted: WebSocketConnection<Context> | undefined;
  #ended: { readonly code: number; readonly reason: string } | undefined;
  #isLeaving = false;
  /** Of an anonymous client that was let in. */
  #idle: NodeJS.Timeout | undefined;
  #closingWhenIdle:
    | { readonly code: number; readonly reason: string; readonly overdue: NodeJS.Timeout }
    | undefined;

  /**
   * @param enter counts the connection in
   * @param onClosed called once, when the socket is gone
   */
  constructor(
    ws: WebSocket,
    request: {
      readonly headers: IncomingHttpHeaders;
      readonly remoteAddress: string;
      readonly stream: Duplex;
    },
    host: ConnectionHost<Context>,
    enter: (connection: AnonymousConnection) => ConnectionPlace,
    onClosed: () => void,
  ) {
    this.remoteAddress = request.remoteAddress;
    this.#headers = request.headers;
    this.#host = host;
    this.#onClosed = onClosed;
    this.#place = enter(this);
    this.socket = new ClientSocket(ws, request.stream, host.limits, this);
  }

  /** The connection as its handler knows it, once it was let in. */
  get admitted(): WebSocketConnection<Context> | undefined {
    return this.#admitted;
  }

  /** True if the server is closing: nothing new is begun. */
  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  get isIdle(): boolean {
    return this.#operations.size === 0;
  }

  /** Ends the connection without a word: others need its place. */
  evict(): void {
    this.socket.terminate('server');
  }

  get hasAllOperations(): boolean {
    return this.#operations.size >= this.#host.limits.operationsPerConnection;
  }

  listen(listener: ConnectionListener): void {
    this.#listener = listener;
    // graphql-ws closes a socket without the right subprotocol before it can listen.
    if (this.#ended !== undefined) this.#tellEnd(listener, this.#ended.code, this.#ended.reason);
  }

  /** Asks the handler whether to let the client in. */
  async connect(connectionParams: Readonly<Record<string, unknown>>): Promise<ConnectionDecision<Context>> {
    const headers = this.#headers ?? {};
    this.#headers = undefined;
    const close = (code: number, reason: string) => this.socket.close(code, reason);
    const { id, remoteAddress } = this;
    const decision = await this.#host.handler.connect({
      id,
      remoteAddress,
      headers,
      connectionParams,
      close,
      closeWhenIdle: (code, reason, withinMs) => this.#closeWhenIdle({ code, reason }, withinMs),
    });
    if (decision.kind === 'refused') {
      close(decision.code, decision.reason);
      return decision;
    }
    const admitted = { id, remoteAddress, context: decision.context, close };
    // The client left while it was looked at: what the handler made for it is to be given back.
    if (this.#ended !== undefined) {
      this.#host.handler.disconnected?.(admitted, this.#ended.code);
      return decision;
    }
    const refusal = decision.isKnown ? this.#place.becomeKnown() : undefined;
    if (refusal !== undefined) {
      const code = refusal.status === 429 ? closeCodes.tooManyRequests : closeCodes.tryAgainLater;
      this.#host.handler.disconnected?.(admitted, code);
      close(code, refusal.message);
      return { kind: 'refused', code, reason: refusal.message };
    }
    this.#admitted = admitted;
    if (!decision.isKnown) this.#watchIdle();
    return decision;
  }

  /** Counts in an operation until it ends, of which it tells. */
  createOperation(send: SendResult, onEnd: (hasLeft: boolean) => void): RunningOperation {
    const { observer, log } = this.#host;
    const operation: RunningOperation = new RunningOperation(send, {
      onEnd: (hasLeft) => {
        this.#operations.delete(operation);
        observer?.operationEnded();
        onEnd(hasLeft);
        if (this.#isLeaving) this.leave();
        this.#idle?.refresh();
        this.#look();
      },
      onReturnFailed: (error) =>
        log.error({ err: error, connectionId: this.id }, 'a source did not end well'),
    });
    this.#operations.add(operation);
    observer?.operationStarted();
    return operation;
  }

  /** Closes as soon as no query or mutation is at work: streams can go on elsewhere. */
  leave(): void {
    this.#isLeaving = true;
    // The last messages of an operation that has just ended go out first.
    setImmediate(() => {
      const isBusy = [...this.#operations].some((operation) => operation.isBusy);
      if (!isBusy) this.socket.close(closeCodes.goingAway, 'The server is going away.');
    });
  }

  onMessage(text: string): void {
    this.#listener?.onMessage(text).catch((error: unknown) => this.#fail(error));
  }

  onEnded(code: number, reason: string, endedBy: EndedBy): void {
    this.#ended = { code, reason };
    clearTimeout(this.#closingWhenIdle?.overdue);
    clearTimeout(this.#idle);
    this.#headers = undefined;
    this.#host.observer?.connectionClosed(toCodeLabel(code), endedBy);
    if (this.#listener !== undefined) this.#tellEnd(this.#listener, code, reason);
    const admitted = this.#admitted;
    this.#admitted = undefined;
    if (admitted !== undefined) this.#host.handler.disconnected?.(admitted, code);
  }

  onClosed(): void {
    this.#place.leave();
    this.#onClosed();
  }

  /** The timer runs on beside operations: it is set anew when one ends, and passes over those at work. */
  #watchIdle(): void {
    this.#idle = setTimeout(() => {
      if (this.isIdle) this.socket.close(closeCodes.requestTimeout, 'Nothing was asked for in time.');
      else this.#idle?.refresh();
    }, this.#host.limits.anonymousIdleMs);
  }

  #closeWhenIdle(close: { readonly code: number; readonly reason: string }, withinMs: number): void {
    if (this.#ended !== undefined || this.#closingWhenIdle !== undefined) return;
    const overdue = setTimeout(() => this.socket.close(close.code, close.reason), withinMs);
    this.#closingWhenIdle = { ...close, overdue };
    this.#look();
  }

  /** Closes where only the last operation was waited for, after the message that completes it. */
  #look(): void {
    const closing = this.#closingWhenIdle;
    if (closing === undefined || this.#operations.size > 0) return;
    setImmediate(() => this.socket.close(closing.code, closing.reason));
  }

  #tellEnd(listener: ConnectionListener, code: number, reason: string): void {
    listener
      .onEnded(code, reason)
      .catch((error: unknown) => this.#host.log.error({ err: error }, 'a WebSocket did not end well'));
  }

  #fail(error: unknown): void {
    // The error of graphql-ws for a message that only a server sends; any other error is a bug on this side.
    if (error instanceof Error && error.message.startsWith('Unexpected message of type')) {
      this.socket.close(closeCodes.badRequest, 'Invalid message received');
      return;
    }
    this.#host.log.error({ err: error, connectionId: this.id }, 'a WebSocket message could not be handled');
    this.socket.close(closeCodes.internalError, 'Internal server error');
  }
}
