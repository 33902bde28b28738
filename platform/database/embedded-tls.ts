import { chown, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecureContextOptions } from 'node:tls';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import type { Log } from '#platform/log/log.ts';
import { FollowedTls, keepReading } from '#platform/tls/followed-tls.ts';
import type { ConnectionFiles } from './connection-tls.ts';
import type { UnprivilegedUser } from './unprivileged-user.ts';

export interface EmbeddedTlsOptions {
  /** The folder of the cluster. */
  readonly folder: string;
  readonly files: ConnectionFiles;
  /** The user that the server runs as: it reads copies of its own. */
  readonly user: Pick<UnprivilegedUser, 'uid' | 'gid'>;
  /** Has a server that runs read its files again. */
  readonly reload: () => Promise<void>;
  readonly log: Log;
}

/** Every client needs a certificate with the name of its role, besides its password (PostgreSQL, "Client Certificates"). */
const accessRules = 'hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-full\n';

/** The files of a server that speaks TLS alone, as copies that its own user may read. */
export class EmbeddedTls {
  readonly #options: EmbeddedTlsOptions;
  readonly #folder: string;
  readonly #followed: FollowedTls;
  #writing: Promise<void> = Promise.resolve();

  private constructor(options: EmbeddedTlsOptions) {
    const { files, log } = options;
    this.#options = options;
    this.#folder = join(options.folder, 'tls');
    const named = (variable: keyof ConnectionFiles) => ({ variable, path: files[variable] });
    this.#followed = new FollowedTls({
      files: { ca: named('ca'), crl: named('crl'), certificate: named('certificate'), key: named('key') },
      log,
      logFields: { side: 'PostgreSQL' },
      onChange: ({ options: texts }) => {
        this.#writing = this.#writing.then(() => this.#renew(texts));
      },
    });
  }

  /**
   * Copies the files for a server that is about to start.
   *
   * @throws {ConfigurationError} that lists all that is wrong with them
   */
  static async open(options: EmbeddedTlsOptions): Promise<EmbeddedTls> {
    const tls = new EmbeddedTls(options);
    const problems = await tls.#followed.load();
    if (problems.length > 0) throw new ConfigurationError(problems);
    const { uid, gid } = options.user;
    await mkdir(tls.#folder, { recursive: true, mode: 0o700 });
    await chown(tls.#folder, uid, gid);
    await tls.#write('access.conf', accessRules);
    await tls.#copy(tls.#followed.material?.options ?? {});
    return tls;
  }

  /** The settings of the server. */
  get settings(): Readonly<Record<string, string>> {
    const path = (name: string) => join(this.#folder, name);
    return {
      ssl: 'on',
      ssl_min_protocol_version: 'TLSv1.3',
      ssl_ca_file: path('ca.pem'),
      ssl_crl_file: path('revoked.pem'),
      ssl_cert_file: path('server.pem'),
      ssl_key_file: path('server.key'),
      hba_file: path('access.conf'),
    };
  }

  /**
   * Takes changed files up from now on.
   *
   * @returns stops
   */
  follow(): () => Promise<void> {
    const stop = keepReading([this.#followed]);
    return async () => {
      await stop();
      await this.#writing;
    };
  }

  async #renew(texts: SecureContextOptions): Promise<void> {
    try {
      await this.#copy(texts);
      await this.#options.reload();
    } catch (error) {
      this.#options.log.error({ err: error }, 'PostgreSQL could not take up its changed certificates');
    }
  }

  async #copy({ ca, crl, cert, key }: SecureContextOptions): Promise<void> {
    await this.#write('ca.pem', toText(ca));
    await this.#write('revoked.pem', toText(crl));
    await this.#write('server.key', toText(key));
    await this.#write('server.pem', toText(cert));
  }

  async #write(name: string, text: string): Promise<void> {
    const { uid, gid } = this.#options.user;
    const path = join(this.#folder, name);
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    await chown(`${path}.new`, uid, gid);
    await rename(`${path}.new`, path);
  }
}

function toText(texts: SecureContextOptions['key']): string {
  return [texts].flat().map(String).join('\n');
}
