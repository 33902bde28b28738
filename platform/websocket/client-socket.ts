import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { closeCodes, fitReason } from './close-codes.ts';
import type { FrameParts } from './next-writer.ts';
import type { EndedBy } from './websocket-handler.ts';
import type { WebSocketLimits } from './websocket-limits.ts';

type ClientSocketLimits = Pick<WebSocketLimits, 'unsentBytes' | 'drainWithinMs' | 'closeWithinMs'>;

/** Whoever is told about the socket. */
export interface ClientSocketOwner {
  onMessage(text: string): void;
  /** Called once, as soon as nothing can be sent any more; the socket may close a little later. */
  onEnded(code: number, reason: string, endedBy: EndedBy): void;
  /** Called once, when the socket is gone. */
  onClosed(): void;
}

/**
 * A client's WebSocket with back-pressure: what cannot be sent makes the sender wait, no more is read from a client that
 * does not read, and one that goes on like that is cut off.
 */
export class ClientSocket {
  readonly #ws: WebSocket;
  /** The socket that the WebSocket writes to. */
  readonly #stream: Duplex;
  readonly #limits: ClientSocketLimits;
  readonly #owner: ClientSocketOwner;
  #isAlive = true;
  #draining = 0;
  #hasEnded = false;
  #closed: Promise<void> | undefined;

  /** @param stream below the WebSocket */
  constructor(ws: WebSocket, stream: Duplex, limits: ClientSocketLimits, owner: ClientSocketOwner) {
    this.#ws = ws;
    this.#stream = stream;
    this.#limits = limits;
    this.#owner = owner;
    // Whatever is wrong with the socket or with what came over it ends in 'close'.
    ws.on('error', () => {});
    ws.on('close', (code, reason) => {
      this.#end(code, reason.toString(), 'client');
      owner.onClosed();
    });
    // The client has said goodbye, or only ended its side: nobody reads any more, even if its connection stays half-open.
    ws.on('closing', (code: number, reason: string | Buffer) => this.#end(code, reason.toString(), 'client'));
    stream.once('end', () => this.#end(closeCodes.abnormal, '', 'client'));
    ws.on('pong', () => {
      this.#isAlive = true;
    });
    ws.on('message', (data) => {
      this.#isAlive = true;
      if (!this.#hasEnded) owner.onMessage(data.toString());
    });
  }

  get protocol(): string {
    return this.#ws.protocol;
  }

  /**
   * Sends a message.
   *
   * @returns a promise when too much waits to be sent; it resolves when that has gone out, or the connection has ended
   */
  send(text: string): Promise<void> | undefined {
    return this.#send(text.length, (onSent) => this.#ws.send(text, onSent));
  }

  /**
   * Sends a message that is a whole frame already, as {@link send} does. It goes past the WebSocket, which would write
   * header and payload apart: that is most of what a message to thousands costs. Nothing gets mixed up, since without
   * compression the WebSocket writes its own frames whole and at once.
   *
   * @param parts of the frame, which others may be sent as well: nobody may change them
   */
  sendFrame(parts: FrameParts): Promise<void> | undefined {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    return this.#send(length, (onSent) => this.#write(parts, onSent));
  }

  #write(parts: FrameParts, onSent?: () => void): void {
    const [first, second] = parts;
    if (first === undefined) return;
    if (second === undefined) {
      this.#stream.write(first, onSent);
      return;
    }
    // Both in one call to the system, without being copied together.
    this.#stream.cork();
    this.#stream.write(first);
    this.#stream.write(second, onSent);
    this.#stream.uncork();
  }

  close(code: number, reason: string): void {
    if (this.#hasEnded) return;
    this.#end(code, reason, 'server');
    this.#ws.close(code, fitReason(reason));
  }

  /** Ends the connection without a word: nobody is there to hear it. */
  terminate(endedBy: EndedBy): void {
    this.#end(closeCodes.abnormal, '', endedBy);
    this.#ws.terminate();
  }

  beat(): void {
    // Nothing is read from a client that does not read, not even its pongs: its own timer judges it.
    if (this.#hasEnded || this.#draining > 0) return;
    if (this.#isAlive) this.#ws.ping();
    else this.terminate('silence');
    this.#isAlive = false;
  }

  #send(length: number, write: (onSent?: () => void) => void): Promise<void> | undefined {
    if (this.#hasEnded) return undefined;
    // The client has said goodbye or broken the protocol: the end is near, and no source should run on until then.
    if (this.#ws.readyState !== WebSocket.OPEN) return this.#whenClosed();
    if (this.#ws.bufferedAmount + length > this.#limits.unsentBytes) return this.#writeAndDrain(write);
    write();
    return undefined;
  }

  #writeAndDrain(write: (onSent: () => void) => void): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const overdue = setTimeout(() => this.terminate('slow reader'), this.#limits.drainWithinMs);
    this.#draining += 1;
    this.#ws.pause();
    write(() => {
      clearTimeout(overdue);
      this.#draining -= 1;
      if (this.#draining === 0) this.#ws.resume();
      resolve();
    });
    return promise;
  }

  #whenClosed(): Promise<void> {
    this.#closed ??= new Promise((resolve) => this.#ws.once('close', () => resolve()));
    return this.#closed;
  }

  #end(code: number, reason: string, endedBy: EndedBy): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#closeInTime();
    this.#owner.onEnded(code, reason, endedBy);
  }

  #closeInTime(): void {
    if (this.#ws.readyState === WebSocket.CLOSED) return;
    const overdue = setTimeout(() => this.#ws.terminate(), this.#limits.closeWithinMs);
    this.#ws.once('close', () => clearTimeout(overdue));
  }
}
