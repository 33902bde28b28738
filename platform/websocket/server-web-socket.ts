import { WebSocket } from 'ws';

/** The code of a close frame without one (RFC 6455 section 7.4.1). */
const noStatus = 1005;

/**
 * A server's WebSocket that emits `closing` (code, reason) as soon as the closing handshake begins, whoever begins it. The
 * event `close` of ws comes only when the TCP connection is gone, which a client that stays half-open delays.
 */
export class ServerWebSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    const begins = this.readyState === WebSocket.OPEN;
    super.close(code, reason);
    if (begins) this.emit('closing', code ?? noStatus, reason ?? '');
  }
}
