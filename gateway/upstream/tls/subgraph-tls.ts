import type { SecureContext } from 'node:tls';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import type { Log } from '#platform/log/log.ts';
import { FollowedTls, keepReading } from '#platform/tls/followed-tls.ts';
import type { ConnectionSettings, SubgraphTlsConfiguration } from './tls-configuration.ts';

/** The settings that connections to a subgraph are opened with. Another object takes its place when a certificate is renewed. */
export interface TlsProfile {
  /** Certificates and key; those of Node.js itself if absent. */
  readonly context: SecureContext | undefined;
  /** The name that the subgraph's certificate must have, if it is not that of the address. */
  readonly serverName: string | undefined;
  /** True if HTTP/2 is offered first. */
  readonly isHttp2: boolean;
  /** Subgraphs of one group have the same profile, now and after each renewal. */
  readonly group: string;
}

/** Gives the TLS settings of subgraphs, as they are now. */
export interface SubgraphTls {
  find(subgraph: string): TlsProfile;
}

export interface SubgraphTlsOptions {
  readonly configuration: SubgraphTlsConfiguration;
  /** Gives the name that a subgraph has in variables. */
  readonly toVariableName: (subgraph: string) => string;
  readonly log: Log;
  /** Between two looks at the files, in milliseconds. Default 2,000. */
  readonly refreshMs?: number;
}

const plainProfile: TlsProfile = { context: undefined, serverName: undefined, isHttp2: false, group: '' };

/** Connections without settings: HTTP/1.1, and over TLS the authorities of Node.js. */
export const plainTls: SubgraphTls = { find: () => plainProfile };

/**
 * Reads certificates and keys for subgraphs, and reads them again while they change: new connections have the new ones. Files that
 * cannot be used, such as a certificate whose key is not there yet, leave the earlier ones in use.
 */
export class TlsFiles implements SubgraphTls {
  readonly #options: SubgraphTlsOptions;
  readonly #groups: ReadonlyMap<string, TlsGroup>;
  /** By the names of subgraphs, so that each is looked up once. */
  readonly #bySubgraph = new Map<string, TlsGroup>();
  readonly #all: TlsGroup;
  #stop: () => Promise<void> = async () => {};

  private constructor(options: SubgraphTlsOptions) {
    const { all, bySubgraph } = options.configuration;
    this.#options = options;
    this.#all = new TlsGroup('', all, options);
    this.#groups = new Map(
      Object.entries(bySubgraph).map(([name, own]) => {
        // A list of revoked certificates belongs to its authorities.
        const settings = { ...all, ...(own.ca && { crl: undefined }), ...own };
        return [name, new TlsGroup(name, settings, options)];
      }),
    );
  }

  /**
   * Reads all files and begins to follow them.
   *
   * @throws {ConfigurationError} that lists all that is wrong
   */
  static async open(options: SubgraphTlsOptions): Promise<TlsFiles> {
    const files = new TlsFiles(options);
    const followed = [files.#all, ...files.#groups.values()].map((group) => group.followed);
    const problems = await Promise.all(followed.map((one) => one.load()));
    const distinct = [...new Set(problems.flat())];
    if (distinct.length > 0) throw new ConfigurationError(distinct);
    files.#stop = keepReading(followed, options.refreshMs);
    return files;
  }

  find(subgraph: string): TlsProfile {
    const known = this.#bySubgraph.get(subgraph);
    if (known !== undefined) return known.profile;
    const group = this.#groups.get(this.#options.toVariableName(subgraph)) ?? this.#all;
    this.#bySubgraph.set(subgraph, group);
    return group.profile;
  }

  close(): Promise<void> {
    return this.#stop();
  }
}

/** The subgraphs with the same settings: one that has its own, or all others. */
class TlsGroup {
  readonly followed: FollowedTls;
  #profile: TlsProfile;

  constructor(name: string, settings: ConnectionSettings, { configuration, log }: SubgraphTlsOptions) {
    const { serverName, isHttp2 = false } = settings;
    this.#profile = { context: undefined, serverName, isHttp2, group: name };
    this.followed = new FollowedTls({
      files: settings,
      minVersion: configuration.minVersion,
      log,
      logFields: { subgraph: name === '' ? 'all others' : name },
    });
  }

  /** Another object once the certificates are others. */
  get profile(): TlsProfile {
    const context = this.followed.material?.context;
    if (context !== this.#profile.context) this.#profile = { ...this.#profile, context };
    return this.#profile;
  }
}
