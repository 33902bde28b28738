import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import { DocumentCopy, toDocumentHash } from '../../documents/document-copy.ts';
import { DocumentFollower, type RegistryTimes } from '../../documents/document-follower.ts';
import type { SupergraphSource, UseSupergraph } from './supergraph-source.ts';

export interface RegistrySupergraphSourceOptions {
  /** Of the supergraph, at the registry. */
  readonly url: string;
  readonly key: string;
  /** Keeps the last good text. */
  readonly copyPath: string;
  /** The first good text, where registry and copy have none; need not exist. */
  readonly filePath: string;
  readonly log: Log;
  readonly times?: Partial<RegistryTimes>;
  /** Sends requests. Default: that of Node.js. */
  readonly fetch?: Fetch | undefined;
}

/**
 * Takes supergraphs from a registry, and works without it: it starts with the last good text on disk, or with a file, and asks
 * until the registry answers. Each text that was put to use is kept on disk.
 */
export class RegistrySupergraphSource implements SupergraphSource {
  readonly #options: RegistrySupergraphSourceOptions;
  readonly #follower: DocumentFollower;
  readonly #copy: DocumentCopy;
  #usedHash: string | undefined;
  #refusedHash: string | undefined;

  constructor(options: RegistrySupergraphSourceOptions) {
    const { url, key, log, times, fetch: send } = options;
    this.#options = options;
    this.#follower = new DocumentFollower({ url, key, what: 'supergraph', log, times, fetch: send });
    this.#copy = new DocumentCopy(options.copyPath);
  }

  async load<Used>(use: UseSupergraph<Used>): Promise<Used> {
    const { filePath, log } = this.#options;
    const candidates = {
      'the registry': () => this.#askFirst(),
      'the copy on disk': () => this.#copy.read(),
      [`the file ${filePath}`]: () => readFile(filePath, 'utf8'),
    };
    const problems: string[] = [];
    for (const [from, read] of Object.entries(candidates)) {
      try {
        const text = await read();
        if (text === undefined) continue;
        const used = await this.#put(text, use);
        log.info({ from }, 'the supergraph is loaded');
        return used;
      } catch (error) {
        const reason = toErrorText(error);
        problems.push(`${from}: ${reason}`);
        log.info({ from, reason }, 'there is no supergraph to load there; the next place is tried');
      }
    }
    throw new ConfigurationError([`There is no supergraph to begin with: ${problems.join('; ')}`]);
  }

  watch(use: UseSupergraph<unknown>): void {
    this.#follower.follow({
      known: () => [this.#usedHash, this.#refusedHash].filter((hash) => hash !== undefined),
      // The user of texts has told why it refuses one.
      take: (text) =>
        this.#put(text, use).then(
          () => {},
          () => {},
        ),
    });
  }

  close(): Promise<void> {
    return this.#follower.close();
  }

  async #askFirst(): Promise<string> {
    const answer = await this.#follower.askFirst();
    if (answer.kind === 'text') return answer.text;
    throw new Error(answer.kind === 'failed' ? answer.reason : 'it has no text');
  }

  /** Puts a text to use, and keeps it. */
  async #put<Used>(text: string, use: UseSupergraph<Used>): Promise<Used> {
    const hash = toDocumentHash(text);
    let used: Used;
    try {
      used = use(text);
    } catch (error) {
      this.#refusedHash = hash;
      throw error;
    }
    this.#usedHash = hash;
    await this.#copy.write(text).catch((error: unknown) => {
      const reason = toErrorText(error);
      this.#options.log.warn({ reason }, 'the supergraph could not be kept on disk; it is used all the same');
    });
    return used;
  }
}
