import { Worker } from 'node:worker_threads';
import { CodedError } from '#platform/errors/coded-error.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import type { Composition, SubgraphPart } from './composition.ts';

export interface ComposerOptions {
  /** The longest time of one composition, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  /** The most compositions that wait for their turn. Default 50. */
  readonly maxWaiting?: number;
  /** The time after which an idle thread ends, in milliseconds. Default 300,000. */
  readonly idleMs?: number;
}

/** The memory of the thread; a supergraph of a few thousand types needs less than a tenth of it. */
const maxHeapMb = 1_024;

/**
 * Composes supergraphs in a thread, one after the other, so that the process answers meanwhile. The thread starts with the
 * first composition and is kept for a while, as loading Apollo's composition takes longer than composing; then its memory is
 * given back.
 */
export class Composer {
  readonly #timeoutMs: number;
  readonly #maxWaiting: number;
  readonly #idleMs: number;
  readonly #turns = createTurns(1);
  readonly #closing = new AbortController();
  #waiting = 0;
  #thread: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor({ timeoutMs = 30_000, maxWaiting = 50, idleMs = 300_000 }: ComposerOptions = {}) {
    this.#timeoutMs = timeoutMs;
    this.#maxWaiting = maxWaiting;
    this.#idleMs = idleMs;
  }

  /**
   * Composes subgraphs.
   *
   * @throws {CodedError} COMPOSER_BUSY if too many wait, COMPOSITION_OVERDUE if it takes too long, COMPOSITION_LOST if the
   * thread ended, for example for want of memory; and the signal's reason
   */
  async compose(parts: readonly SubgraphPart[], signal: AbortSignal): Promise<Composition> {
    if (this.#waiting >= this.#maxWaiting)
      throw new CodedError(
        'COMPOSER_BUSY',
        `${this.#waiting} compositions wait already; try again in a moment.`,
      );
    this.#waiting += 1;
    try {
      return await this.#turns.run(() => {
        signal.throwIfAborted();
        this.#closing.signal.throwIfAborted();
        return this.#composeNow(parts, AbortSignal.any([signal, this.#closing.signal]));
      });
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Ends the thread; a composition under way is given up. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#end();
  }

  async #composeNow(parts: readonly SubgraphPart[], signal: AbortSignal): Promise<Composition> {
    const answered = Promise.withResolvers<Composition>();
    clearTimeout(this.#idle);
    this.#thread ??= this.#start();
    const thread = this.#thread;
    const onMessage = (composition: Composition) => answered.resolve(composition);
    const onError = (error: Error) =>
      answered.reject(
        new CodedError('COMPOSITION_LOST', 'The composition ended without a result.', { cause: error }),
      );
    const onAbort = () => answered.reject(signal.reason);
    const timer = setTimeout(() => {
      const message = `Composing took longer than ${this.#timeoutMs} ms.`;
      answered.reject(new CodedError('COMPOSITION_OVERDUE', message));
    }, this.#timeoutMs);
    thread.once('message', onMessage);
    thread.once('error', onError);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      thread.postMessage(parts.map(({ name, url, sdl }): SubgraphPart => ({ name, url, sdl })));
      return await answered.promise;
    } catch (error) {
      // It may still compose; its late answer must not be taken for the next one's.
      await this.#end();
      throw error;
    } finally {
      clearTimeout(timer);
      this.#idle = setTimeout(() => void this.#end(), this.#idleMs).unref();
      thread.off('message', onMessage);
      thread.off('error', onError);
      signal.removeEventListener('abort', onAbort);
    }
  }

  #start(): Worker {
    const thread = new Worker(new URL('./composition-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
      execArgv: [],
      env: {},
    });
    // Between compositions nobody listens; the next one starts another thread.
    thread.on('error', () => {
      if (this.#thread === thread) this.#thread = undefined;
    });
    thread.unref();
    return thread;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }
}
