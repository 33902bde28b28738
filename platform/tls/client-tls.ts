import type { SecureContext } from 'node:tls';
import { Agent, buildConnector, type RequestInit as UndiciRequestInit, fetch as undiciFetch } from 'undici';
import type { Log } from '#platform/log/log.ts';
import type { CertificateFiles } from './certificate-files.ts';
import { FollowedTls } from './followed-tls.ts';
import type { MinTlsVersion } from './to-tls-outcome.ts';

/** The fetch of Node.js, or one with certificates. */
export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

export interface ClientTlsOptions {
  readonly files: CertificateFiles;
  readonly minVersion: MinTlsVersion;
  readonly log: Log;
}

/** The usual longest time to open a connection, in milliseconds. */
const connectTimeoutMs = 10_000;

/** The TLS of connections that a process opens to others of its system. Without files it is that of Node.js. */
export class ClientTls {
  readonly followed: FollowedTls;
  #agent: Agent | undefined;

  constructor(options: ClientTlsOptions) {
    this.followed = new FollowedTls({ ...options, logFields: { side: 'client' } });
  }

  /** Certificates and key as they are now; `undefined` for those of Node.js. */
  get context(): SecureContext | undefined {
    return this.followed.material?.context;
  }

  /** Creates the connector of an agent: each new connection has the certificates of its time. */
  createConnector(options: { readonly timeoutMs: number }): buildConnector.connector {
    const build = (secureContext: SecureContext | undefined) =>
      buildConnector({ timeout: options.timeoutMs, ...(secureContext !== undefined && { secureContext }) });
    let context = this.context;
    let connect = build(context);
    return (target, callback) => {
      if (context !== this.context) {
        context = this.context;
        connect = build(context);
      }
      connect(target, callback);
    };
  }

  /** Sends a request as `fetch` does. */
  readonly fetch: Fetch = (url, init) => {
    if (!this.followed.hasFiles) return fetch(url, init);
    this.#agent ??= new Agent({ connect: this.createConnector({ timeoutMs: connectTimeoutMs }) });
    // Both implement the Fetch standard, by types of their own.
    const request = { ...init, dispatcher: this.#agent } as UndiciRequestInit;
    return undiciFetch(url, request) as unknown as Promise<Response>;
  };

  async close(): Promise<void> {
    await this.#agent?.destroy();
  }
}
