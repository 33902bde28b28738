import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';

/** A client that asks to be let in: the upgrade request and the payload of its `connection_init`. */
export interface ConnectionAttempt {
  /** Of the connection, unique over processes. */
  readonly id: string;
  readonly remoteAddress: string;
  /** Headers of the upgrade request; not kept once the client is in. */
  readonly headers: IncomingHttpHeaders;
  readonly connectionParams: Readonly<Record<string, unknown>>;
  /** Ends the connection, also later, when the client is in. A reason over 123 bytes is cut (RFC 6455 section 5.5). */
  close(code: number, reason: string): void;
  /** Ends the connection when no operation is at work any more, at the latest after so many milliseconds. */
  closeWhenIdle(code: number, reason: string, withinMs: number): void;
}

/** The decision to let a client in or not. */
export type ConnectionDecision<Context extends object> =
  | {
      readonly kind: 'accepted';
      /** True if the caller is known. Other connections stay in the small pool of anonymous ones. */
      readonly isKnown: boolean;
      /** The handler's data of the connection, which it gets with each operation. */
      readonly context: Context;
      /** Payload of `connection_ack`. */
      readonly acknowledgement?: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'refused'; readonly code: number; readonly reason: string };

/** A client that was let in. */
export interface WebSocketConnection<Context extends object> {
  readonly id: string;
  readonly remoteAddress: string;
  readonly context: Context;
  /** Ends the connection and all its operations. A reason over 123 bytes is cut. */
  close(code: number, reason: string): void;
}

/** The payload of a `subscribe` message, whose form has been checked. */
export interface OperationRequest {
  /** The client's name for the operation. */
  readonly id: string;
  /** The document's text, or an empty one when `extensions` name it. */
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The answer to an operation: results one by one, a single result, or, as a list of at least one error, the refusal to run
 * it at all (message `error`).
 *
 * A result must not change once it was given. The same object given to many clients is turned into text once.
 */
export type OperationAnswer =
  | AsyncIterable<FormattedExecutionResult>
  | FormattedExecutionResult
  | readonly GraphQLFormattedError[];

/** The end of an operation. */
export interface OperationEnd {
  /** The bytes of its results. */
  readonly sentBytes: number;
  /** True if the client wanted no more of it, or was gone. */
  readonly hasLeft: boolean;
}

/** The application side of an endpoint. Its exceptions are logged; the client gets an internal error. */
export interface GraphQLWebSocketHandler<Context extends object> {
  /** Asked once for each connection, when its `connection_init` has come. */
  connect(attempt: ConnectionAttempt): Promise<ConnectionDecision<Context>>;
  /**
   * Runs an operation of any kind.
   *
   * The next result is asked for when the last one is on its way: a client that reads slowly slows its own source.
   *
   * @param signal aborted when the client completes the operation or the connection ends; not when the answer ends by
   * itself. The iterator's `return` is called then too.
   */
  subscribe(
    connection: WebSocketConnection<Context>,
    request: OperationRequest,
    signal: AbortSignal,
  ): Promise<OperationAnswer>;
  /** Answers a client's `ping` message by the payload of the `pong`; undefined for a pong without one. */
  ping?(
    connection: WebSocketConnection<Context>,
    payload: Readonly<Record<string, unknown>> | undefined,
  ): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Called for an operation that is refused without `subscribe`, as the connection has too many of them. */
  refused?(
    connection: WebSocketConnection<Context>,
    request: OperationRequest,
    errors: readonly GraphQLFormattedError[],
  ): void;
  /** Called once for each operation that was given to `subscribe`, when it has ended, whatever ended it. */
  ended?(connection: WebSocketConnection<Context>, request: OperationRequest, end: OperationEnd): void;
  /** Called once for each connection that was let in, when it has ended, with its close code. */
  disconnected?(connection: WebSocketConnection<Context>, code: number): void;
}

/** Why a connection ended. */
export type EndedBy =
  /** The client, or the network between. */
  | 'client'
  | 'server'
  /** It did not read what was sent to it. */
  | 'slow reader'
  /** It did not answer a ping. */
  | 'silence';

/** Is told what happens, for figures. */
export interface WebSocketObserver {
  /** A socket was opened by this request; whether its client is let in comes later. */
  connectionOpened(request: IncomingMessage): void;
  /** @param code the close code, `other` for one that a client made up */
  connectionClosed(code: string, endedBy: EndedBy): void;
  /** An upgrade was refused with this HTTP status. */
  upgradeRefused(status: number, request: IncomingMessage): void;
  operationStarted(): void;
  operationEnded(): void;
}
