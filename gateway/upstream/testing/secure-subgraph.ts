import type { RequestListener } from 'node:http';
import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { TLSSocket } from 'node:tls';
import type { TestCertificate } from '#platform/testing/test-certificates.ts';

/** Answers a request whose body has come; over HTTP/1.1, with the members that both protocols have. */
export type Behave = (request: Http2ServerRequest, response: Http2ServerResponse) => void;

export interface SecureSubgraph {
  readonly url: string;
  readonly port: number;
  /** For each request the protocol and the common name of the client's certificate. */
  readonly seen: { readonly version: string; readonly client: string | undefined }[];
  /** All connections that were opened. */
  readonly sockets: TLSSocket[];
  /** Those of them that speak HTTP/2. */
  readonly sessions: ServerHttp2Session[];
}

export interface SecureSubgraphOptions {
  readonly identity: TestCertificate;
  /** Clients must have a certificate of this authority. */
  readonly clientAuthority?: TestCertificate;
  readonly hasHttp2?: boolean;
  readonly behave?: Behave;
}

/** Answers `{"data":{"x":1}}`. */
export const answerOne: Behave = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"data":{"x":1}}');
};

/** Starts a server with TLS on 127.0.0.1, which ends with the test. */
export async function startSecureSubgraph(
  t: TestContext,
  { identity, clientAuthority, hasHttp2 = true, behave = answerOne }: SecureSubgraphOptions,
): Promise<SecureSubgraph> {
  const seen: SecureSubgraph['seen'] = [];
  const sockets: TLSSocket[] = [];
  const sessions: ServerHttp2Session[] = [];
  const settings = {
    ...identity,
    ...(clientAuthority && { requestCert: true, rejectUnauthorized: true, ca: clientAuthority.cert }),
  };
  const follow = (request: Http2ServerRequest, response: Http2ServerResponse) => {
    request.on('error', () => {});
    response.on('error', () => {});
    const client = (request.socket as TLSSocket).getPeerCertificate().subject?.CN;
    seen.push({ version: request.httpVersion, client: typeof client === 'string' ? client : undefined });
    request.resume().once('end', () => behave(request, response));
  };
  const server = hasHttp2
    ? createSecureServer({ ...settings, allowHTTP1: true }, follow).on('session', (session) => {
        session.on('error', () => {});
        sessions.push(session);
      })
    : createServer(settings, follow as unknown as RequestListener);
  server.on('secureConnection', (socket) => sockets.push(socket));
  server.on('tlsClientError', () => {});
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}/graphql`, port, seen, sockets, sessions };
}
