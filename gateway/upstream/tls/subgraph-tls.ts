import type { SecureContext } from 'node:tls';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import type { Log } from '#platform/log/log.ts';
import { pause } from '#platform/waiting/pause.ts';
import { readTlsTexts, type TlsOutcome, toTlsOutcome } from './read-tls.ts';
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

const usualRefreshMs = 2_000;

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
  readonly #closing = new AbortController();
  #reading: Promise<void> = Promise.resolve();

  private constructor(options: SubgraphTlsOptions) {
    const { all, bySubgraph } = options.configuration;
    this.#options = options;
    this.#all = new TlsGroup('', all, options.log);
    this.#groups = new Map(
      Object.entries(bySubgraph).map(([name, own]) => [
        name,
        new TlsGroup(name, { ...all, ...own }, options.log),
      ]),
    );
  }

  /**
   * Reads all files and begins to follow them.
   *
   * @throws {ConfigurationError} that lists all that is wrong
   */
  static async open(options: SubgraphTlsOptions): Promise<TlsFiles> {
    const files = new TlsFiles(options);
    const problems = await Promise.all(files.#list().map((group) => group.load()));
    const distinct = [...new Set(problems.flat())];
    if (distinct.length > 0) throw new ConfigurationError(distinct);
    if (files.#list().some(({ hasFiles }) => hasFiles)) files.#reading = files.#keepReading();
    return files;
  }

  find(subgraph: string): TlsProfile {
    const known = this.#bySubgraph.get(subgraph);
    if (known !== undefined) return known.profile;
    const group = this.#groups.get(this.#options.toVariableName(subgraph)) ?? this.#all;
    this.#bySubgraph.set(subgraph, group);
    return group.profile;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#reading;
  }

  #list(): readonly TlsGroup[] {
    return [this.#all, ...this.#groups.values()];
  }

  async #keepReading(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await pause(this.#options.refreshMs ?? usualRefreshMs, signal);
      if (!signal.aborted) for (const group of this.#list()) await group.refresh();
    }
  }
}

/** The subgraphs with the same settings: one that has its own, or all others. */
class TlsGroup {
  readonly #name: string;
  readonly #settings: ConnectionSettings;
  readonly #log: Log;
  #known = '';
  #profile: TlsProfile;

  constructor(name: string, settings: ConnectionSettings, log: Log) {
    this.#name = name;
    this.#settings = settings;
    this.#log = log;
    const { serverName, isHttp2 = false } = settings;
    this.#profile = { context: undefined, serverName, isHttp2, group: name };
  }

  get profile(): TlsProfile {
    return this.#profile;
  }

  get hasFiles(): boolean {
    const { ca, certificate, key } = this.#settings;
    return (ca ?? certificate ?? key) !== undefined;
  }

  /** @returns what is wrong with the files */
  async load(): Promise<readonly string[]> {
    return (await this.#read())?.problems ?? [];
  }

  /** Reads the files once more, and tells of a change in the log. */
  async refresh(): Promise<void> {
    const outcome = await this.#read();
    if (outcome === undefined) return;
    const subgraph = this.#name === '' ? 'all others' : this.#name;
    const { problems } = outcome;
    if (problems.length > 0)
      this.#log.error(
        { subgraph, problems },
        'changed certificates of subgraphs cannot be used; the earlier ones stay',
      );
    else this.#log.info({ subgraph }, 'new connections to subgraphs have the changed certificates');
  }

  /** @returns `undefined` if the files say what they said when they were last read */
  async #read(): Promise<TlsOutcome | undefined> {
    if (!this.hasFiles) return undefined;
    const read = await readTlsTexts(this.#settings);
    const known = JSON.stringify(read);
    if (known === this.#known) return undefined;
    this.#known = known;
    const outcome = toTlsOutcome(this.#settings, read, new Date());
    if ('context' in outcome) this.#profile = { ...this.#profile, context: outcome.context };
    return outcome;
  }
}
