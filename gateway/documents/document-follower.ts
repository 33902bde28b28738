import type { Log } from '#platform/log/log.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { pause } from '#platform/waiting/pause.ts';
import { type DocumentAnswer, fetchDocument } from './fetch-document.ts';

export interface DocumentFollowerOptions {
  /** Of the document, at the registry. */
  readonly url: string;
  readonly key: string;
  /** The name of the document in the log, such as `supergraph`. */
  readonly what: string;
  readonly log: Log;
  readonly times?: Partial<RegistryTimes> | undefined;
  /** Sends requests. Default: that of Node.js. */
  readonly fetch?: Fetch | undefined;
}

/** In milliseconds, but for `waitSeconds`. */
export interface RegistryTimes {
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

/** A user of the texts of a document. */
export interface DocumentReader {
  /** The hashes of texts that are not wanted again. */
  known(): readonly string[];
  /** Takes another text; never rejects. */
  take(text: string): Promise<void>;
}

/** Asks a registry for a document, and for each other text of it; while the registry is away it asks on. */
export class DocumentFollower {
  readonly #options: DocumentFollowerOptions;
  readonly #times: RegistryTimes;
  readonly #closing = new AbortController();
  #following: Promise<void> = Promise.resolve();
  /** Since when the registry has not answered. */
  #awaySinceMs: number | undefined;
  #isToldAway = false;

  constructor(options: DocumentFollowerOptions) {
    this.#options = options;
    this.#times = { ...usualTimes, ...options.times };
  }

  /** Asks once, without a wait for another text; the answer comes within the time for a start. */
  askFirst(): Promise<DocumentAnswer> {
    return this.#ask([], 0, this.#times.firstMs);
  }

  /** Gives each text that is not known to the reader, one after the other, until closed. */
  follow(reader: DocumentReader): void {
    this.#following = this.#follow(reader);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#following;
  }

  async #follow(reader: DocumentReader): Promise<void> {
    const { signal } = this.#closing;
    const { waitSeconds, answerMs, minIntervalMs, retryMs } = this.#times;
    let failures = 0;
    while (!signal.aborted) {
      const from = performance.now();
      const answer = await this.#ask(reader.known(), waitSeconds, waitSeconds * 1_000 + answerMs);
      if (signal.aborted) return;
      failures = answer.kind === 'failed' ? failures + 1 : 0;
      if (answer.kind === 'text') await reader.take(answer.text);
      const restMs = minIntervalMs - (performance.now() - from);
      await pause(failures > 0 ? toBackoffMs(failures, retryMs) : Math.max(restMs, 0), signal);
    }
  }

  async #ask(known: readonly string[], waitSeconds: number, timeoutMs: number): Promise<DocumentAnswer> {
    const { url, key, fetch: send } = this.#options;
    const request = { url, key, known, waitSeconds, timeoutMs, fetch: send };
    const answer = await fetchDocument(request, this.#closing.signal);
    this.#tell(answer);
    return answer;
  }

  /** The log has changes only. */
  #tell(answer: DocumentAnswer): void {
    const { url, what, log } = this.#options;
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
    log.warn({ url, reason: answer.reason }, `the registry gives no ${what}; the last one stays`);
  }
}
