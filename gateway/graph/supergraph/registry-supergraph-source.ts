import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { pause } from '#platform/waiting/pause.ts';
import { fetchSupergraph, type SupergraphAnswer } from './fetch-supergraph.ts';
import { SupergraphCopy, toSupergraphHash } from './supergraph-copy.ts';
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
}

/** In milliseconds, but for `waitSeconds`. */
interface RegistryTimes {
  /** The longest wait for the registry at the start; there are copies. */
  readonly firstMs: number;
  /** The time for which the registry is asked to wait for another text. */
  readonly waitSeconds: number;
  /** Beyond that, for its answer. */
  readonly answerMs: number;
  /** The shortest time between two requests, for a registry that does not wait. */
  readonly minIntervalMs: number;
  /** The time for which the registry may be away before the log says so: both may have been started together. */
  readonly patienceMs: number;
  /** After failures: the first wait, and the longest. */
  readonly retryMs: { readonly firstMs: number; readonly maxMs: number };
}

const usualTimes: RegistryTimes = {
  firstMs: 2_000,
  waitSeconds: 20,
  answerMs: 10_000,
  minIntervalMs: 500,
  patienceMs: 10_000,
  retryMs: { firstMs: 250, maxMs: 2_000 },
};

/**
 * Takes supergraphs from a registry, and works without it: it starts with the last good text on disk, or with a file, and asks
 * until the registry answers. Each text that was put to use is kept on disk.
 */
export class RegistrySupergraphSource implements SupergraphSource {
  readonly #options: RegistrySupergraphSourceOptions;
  readonly #times: RegistryTimes;
  readonly #copy: SupergraphCopy;
  readonly #closing = new AbortController();
  #watching: Promise<void> = Promise.resolve();
  #usedHash: string | undefined;
  #refusedHash: string | undefined;
  /** Since when the registry has not answered. */
  #awaySinceMs: number | undefined;
  #isToldAway = false;

  constructor(options: RegistrySupergraphSourceOptions) {
    this.#options = options;
    this.#times = { ...usualTimes, ...options.times };
    this.#copy = new SupergraphCopy(options.copyPath);
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
    this.#watching = this.#watch(use);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#watching;
  }

  async #askFirst(): Promise<string> {
    const answer = await this.#ask(0, this.#times.firstMs);
    if (answer.kind === 'text') return answer.text;
    throw new Error(answer.kind === 'failed' ? answer.reason : 'it has no text');
  }

  async #watch(use: UseSupergraph<unknown>): Promise<void> {
    const { signal } = this.#closing;
    const { waitSeconds, answerMs, minIntervalMs, retryMs } = this.#times;
    let failures = 0;
    while (!signal.aborted) {
      const from = performance.now();
      const answer = await this.#ask(waitSeconds, waitSeconds * 1_000 + answerMs);
      if (signal.aborted) return;
      failures = answer.kind === 'failed' ? failures + 1 : 0;
      // The user of texts has told why it refuses one.
      if (answer.kind === 'text') await this.#put(answer.text, use).catch(() => {});
      const restMs = minIntervalMs - (performance.now() - from);
      await pause(failures > 0 ? toBackoffMs(failures, retryMs) : Math.max(restMs, 0), signal);
    }
  }

  /** Puts a text to use, and keeps it. */
  async #put<Used>(text: string, use: UseSupergraph<Used>): Promise<Used> {
    const hash = toSupergraphHash(text);
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

  async #ask(waitSeconds: number, timeoutMs: number): Promise<SupergraphAnswer> {
    const { url, key } = this.#options;
    const known = [this.#usedHash, this.#refusedHash].filter((hash) => hash !== undefined);
    const answer = await fetchSupergraph({ url, key, known, waitSeconds, timeoutMs }, this.#closing.signal);
    this.#tell(answer);
    return answer;
  }

  /** The log has changes only. */
  #tell(answer: SupergraphAnswer): void {
    const { url, log } = this.#options;
    if (this.#closing.signal.aborted) return;
    if (answer.kind !== 'failed') {
      if (this.#isToldAway) log.info({ url }, 'the registry is back');
      this.#awaySinceMs = undefined;
      this.#isToldAway = false;
      return;
    }
    this.#awaySinceMs ??= performance.now();
    const awayMs = performance.now() - this.#awaySinceMs;
    if (this.#isToldAway || awayMs < this.#times.patienceMs) return;
    this.#isToldAway = true;
    log.warn({ url, reason: answer.reason }, 'the registry gives no supergraph; the last one stays');
  }
}
