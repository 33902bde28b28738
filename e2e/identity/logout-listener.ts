import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A client's back channel: keeps the logout tokens that it is sent. */
export interface LogoutListener {
  readonly url: string;
  readonly tokens: readonly string[];
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 as OpenID Connect Back-Channel Logout 1.0 section 2.5 describes. */
export async function createLogoutListener(port: number): Promise<LogoutListener> {
  const tokens: string[] = [];
  const server = createServer(async (request, response) => {
    const token = new URLSearchParams(await text(request)).get('logout_token');
    if (token !== null) tokens.push(token);
    // A provider that kept the connection would send its next token to a listener that is gone, and not again.
    const headers = { 'cache-control': 'no-store', connection: 'close' };
    response.writeHead(token === null ? 400 : 200, headers).end();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/auth/backchannel-logout`,
    tokens,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
