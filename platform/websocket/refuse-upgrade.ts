import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { UpgradeRefusal } from './connection-admission.ts';

/** Seconds after which a client that was one too many may come again. */
const retryAfterSeconds = 10;

/** Answers an upgrade request by plain HTTP and closes its socket. */
export function refuseUpgrade(socket: Duplex, { status, code, message }: UpgradeRefusal): void {
  const body = JSON.stringify({ code, message });
  const isTemporary = status === 429 || status === 503;
  socket.on('error', () => {});
  socket.once('finish', () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'connection: close',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      ...(isTemporary ? [`retry-after: ${retryAfterSeconds}`] : []),
      '',
      body,
    ].join('\r\n'),
  );
}
