import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Whether a page of an origin may connect by WebSocket: those of this gateway itself and the listed ones. Browsers ask
 * nobody before they open a WebSocket, and send cookies along (RFC 6455 section 10.2).
 *
 * @param publicUrl where browsers reach this gateway; when absent, the address it listens on
 */
export function createOriginList(
  app: FastifyInstance,
  { publicUrl, listed }: { readonly publicUrl: string | undefined; readonly listed: readonly string[] },
): (origin: string) => boolean {
  return (origin) =>
    listed.includes(origin) ||
    (publicUrl === undefined ? ownOrigins(app).includes(origin) : origin === new URL(publicUrl).origin);
}

function ownOrigins({ server }: FastifyInstance): string[] {
  // null before it listens, when nobody can ask either.
  const { address, port } = server.address() as AddressInfo;
  const host = address.includes(':') ? `[${address}]` : address;
  return [`http://${host}:${port}`, `http://localhost:${port}`];
}
