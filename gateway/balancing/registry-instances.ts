import { z } from 'zod';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import { parseJson } from '#platform/text/parse-json.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import { DocumentCopy, toDocumentHash } from '../documents/document-copy.ts';
import { DocumentFollower, type RegistryTimes } from '../documents/document-follower.ts';
import type { SubgraphAddresses } from './balancer.ts';

export interface RegistryInstancesOptions {
  /** Of the list, at the registry. */
  readonly url: string;
  readonly key: string;
  /** Keeps the last list. */
  readonly copyPath: string;
  /** Is told each list. */
  readonly onAddresses: (addresses: SubgraphAddresses) => void;
  readonly log: Log;
  readonly times?: Partial<RegistryTimes>;
  /** Sends requests. Default: that of Node.js. */
  readonly fetch?: Fetch | undefined;
}

const maxInstances = 1_000;

/** As the registry writes it. An address is asked by POST, so it must be one that any subgraph may have. */
const instancesSchema = z.object({
  subgraphs: z.record(
    z.string().max(64),
    z
      .array(
        z.object({
          id: z.string().max(64),
          url: z
            .string()
            .max(2_000)
            .refine((text) => /^https?:/.test(text) && URL.canParse(text), 'must be an http or https URL'),
        }),
      )
      .max(maxInstances),
  ),
});

/** Follows the live instances of subgraphs at a registry, and works without it: the last list stays, also on disk. */
export class RegistryInstances {
  readonly #options: RegistryInstancesOptions;
  readonly #follower: DocumentFollower;
  readonly #copy: DocumentCopy;
  #knownHash: string | undefined;

  constructor(options: RegistryInstancesOptions) {
    const { url, key, log, times, fetch: send } = options;
    this.#options = options;
    this.#follower = new DocumentFollower({ url, key, what: 'list of instances', log, times, fetch: send });
    this.#copy = new DocumentCopy(options.copyPath);
  }

  /**
   * Begins with the registry's list or, if it gives none that can be used in the time for a start, with the copy on disk; then
   * follows the registry.
   *
   * Never rejects: without a list, subgraphs have the addresses of the supergraph.
   */
  async open(): Promise<void> {
    const answer = await this.#follower.askFirst();
    const isUsed = answer.kind === 'text' && (await this.#take(answer.text));
    if (!isUsed) await this.#readCopy();
    this.#follower.follow({
      known: () => (this.#knownHash === undefined ? [] : [this.#knownHash]),
      take: async (text) => void (await this.#take(text)),
    });
  }

  close(): Promise<void> {
    return this.#follower.close();
  }

  async #readCopy(): Promise<void> {
    try {
      const text = await this.#copy.read();
      if (text !== undefined) this.#use(text);
    } catch (error) {
      const reason = toErrorText(error);
      this.#options.log.warn({ reason }, 'the copy of the list of instances cannot be used');
    }
  }

  /** Puts a list to use and keeps it; false if it cannot be used. */
  async #take(text: string): Promise<boolean> {
    const { log } = this.#options;
    // A list that cannot be used is not asked for again.
    this.#knownHash = toDocumentHash(text);
    try {
      this.#use(text);
    } catch (error) {
      const reason = toErrorText(error);
      log.error({ reason }, 'a list of instances was refused; the last one stays');
      return false;
    }
    await this.#copy.write(text).catch((error: unknown) => {
      const reason = toErrorText(error);
      log.warn({ reason }, 'the list of instances could not be kept on disk; it is used all the same');
    });
    return true;
  }

  #use(text: string): void {
    const { subgraphs } = instancesSchema.parse(parseJson(text));
    this.#options.onAddresses(new Map(Object.entries(subgraphs)));
  }
}
