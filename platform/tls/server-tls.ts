import type { Server, ServerOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Log } from '#platform/log/log.ts';
import type { CertificateFiles } from './certificate-files.ts';
import { FollowedTls } from './followed-tls.ts';
import { hasName } from './has-name.ts';
import type { MinTlsVersion, TlsMaterial } from './to-tls-outcome.ts';

export interface ServerTlsOptions {
  readonly files: CertificateFiles;
  readonly minVersion: MinTlsVersion;
  /** The names of clients that may connect; any with a certificate of the authorities if absent. */
  readonly clientNames?: readonly string[] | undefined;
  readonly log: Log;
}

/** The longest time of a handshake, in milliseconds. */
const handshakeTimeoutMs = 10_000;
/** Between two lines of the log about refused connections, in milliseconds. */
const refusalLogMs = 10_000;

/** The TLS of the servers of one process. With authorities of clients, whoever shows no certificate of theirs is refused. */
export class ServerTls {
  readonly followed: FollowedTls;
  readonly #options: ServerTlsOptions;
  readonly #servers = new Set<Server>();
  #refusals = 0;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: ServerTlsOptions) {
    this.#options = options;
    this.followed = new FollowedTls({
      ...options,
      logFields: { side: 'server' },
      onChange: (material) => this.#renew(material),
    });
  }

  /** The settings of a server that is created now. */
  get settings(): ServerOptions {
    const asksClients = this.#options.files.ca !== undefined;
    return {
      ...this.followed.material?.options,
      requestCert: asksClients,
      rejectUnauthorized: asksClients,
      handshakeTimeout: handshakeTimeoutMs,
    };
  }

  /** Gives a server each changed certificate, for new connections, and ends connections of clients that have another name. */
  guard(server: Server): void {
    this.#servers.add(server);
    server.once('close', () => this.#servers.delete(server));
    server.on('tlsClientError', (error: Error & { code?: string }) => this.#noteRefusal(error.code ?? 'TLS'));
    const { clientNames } = this.#options;
    if (clientNames === undefined) return;
    // Ahead of the one that reads requests.
    server.prependListener('secureConnection', (socket: TLSSocket) => {
      const certificate = socket.getPeerX509Certificate();
      if (certificate !== undefined && clientNames.some((name) => hasName(certificate, name))) return;
      this.#noteRefusal('CLIENT_NAME');
      socket.destroy();
    });
  }

  #renew({ options }: TlsMaterial): void {
    for (const server of this.#servers) server.setSecureContext(options);
  }

  /** Anybody may try to connect, as often as they like. */
  #noteRefusal(reason: string): void {
    this.#refusals += 1;
    if (performance.now() - this.#toldAtMs < refusalLogMs) return;
    this.#toldAtMs = performance.now();
    this.#options.log.warn({ reason, refused: this.#refusals }, 'refused connections over TLS');
    this.#refusals = 0;
  }
}
