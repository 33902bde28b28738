import { closeDeadlines } from '#platform/waiting/deadlines.ts';

/** Bounds of a WebSocket endpoint. */
export interface WebSocketLimits {
  /** Connections whose caller is known, in all; more are refused with 503. Default 10,000. */
  readonly connections: number;
  /** Connections from one remote address whose caller is known; more are refused with 429. Default 1,000. */
  readonly connectionsPerAddress: number;
  /**
   * Connections whose caller is not known (yet), in all. The oldest one without an operation ends for the next one; if
   * all have operations, the next one is refused with 503. Default 1,000.
   */
  readonly anonymousConnections: number;
  /** The same from one remote address, refused with 429. Default 200. */
  readonly anonymousPerAddress: number;
  /** The longest time that a connection of an unknown caller may stay without an operation; then 4408. Default 30,000. */
  readonly anonymousIdleMs: number;
  /** Operations that run at a time on one connection; more are refused, each by itself. Default 100. */
  readonly operationsPerConnection: number;
  /** The longest message a client may send; a longer one closes with 1009. Default 131,072. */
  readonly messageBytes: number;
  /** From the opening of the socket to `connection_init`, else it is closed with 4408. Default 5,000. */
  readonly initWithinMs: number;
  /** Time between pings; a client that has not answered by the next one is gone. Default 15,000. */
  readonly pingEveryMs: number;
  /** The bytes that may wait to be sent to a client before its sources have to wait. Default 262,144. */
  readonly unsentBytes: number;
  /** The longest time that a client may take to read the waiting bytes when they exceed `unsentBytes`; then it is cut off. Default 10,000. */
  readonly drainWithinMs: number;
  /** The longest time that connections may take to end when the server closes, running queries included. Default 5,000. */
  readonly closeWithinMs: number;
}

export const defaultWebSocketLimits: WebSocketLimits = {
  connections: 10_000,
  connectionsPerAddress: 1_000,
  anonymousConnections: 2_000,
  anonymousPerAddress: 200,
  anonymousIdleMs: 30_000,
  operationsPerConnection: 100,
  messageBytes: 131_072,
  initWithinMs: 5_000,
  pingEveryMs: 15_000,
  unsentBytes: 262_144,
  drainWithinMs: 10_000,
  closeWithinMs: closeDeadlines.connectionsMs,
};
