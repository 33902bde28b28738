import { Worker } from 'node:worker_threads';
import { CodedError } from '#platform/errors/coded-error.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import type { RenderTask } from './render-document.ts';

/** The reason why a document was not rendered. */
export class RenderError extends CodedError<'RENDERER_BUSY' | 'RENDERING_OVERDUE' | 'RENDERING_LOST'> {}

export interface RendererBounds {
  /** The longest time of one document, in milliseconds; one of 1,000 lines takes about a second. */
  readonly timeoutMs: number;
  /** The most documents that are rendered or wait for their turn. */
  readonly maxWaiting: number;
  /** The time after which an idle thread ends, in milliseconds. */
  readonly idleMs: number;
}

export const usualRendererBounds: RendererBounds = { timeoutMs: 30_000, maxWaiting: 50, idleMs: 300_000 };

/** The memory of the thread; a document of 1,000 lines needs a fourth of it. */
const maxHeapMb = 512;

/**
 * Renders documents in a thread, one after the other, so that the process answers meanwhile. The thread starts with the first
 * document and is kept for a while, as its fonts take time to open.
 */
export class DocumentRenderer {
  readonly #bounds: RendererBounds;
  readonly #turns = createTurns(1);
  #waiting = 0;
  #isClosed = false;
  #thread: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(bounds: Partial<RendererBounds> = {}) {
    this.#bounds = { ...usualRendererBounds, ...bounds };
  }

  /**
   * Renders a document.
   *
   * @throws {RenderError} RENDERER_BUSY if too many wait, RENDERING_OVERDUE if it takes too long, RENDERING_LOST if the thread
   * ended, for example for want of memory
   */
  async render(task: RenderTask): Promise<Uint8Array> {
    if (this.#waiting >= this.#bounds.maxWaiting)
      throw new RenderError(
        'RENDERER_BUSY',
        `${this.#waiting} documents wait already; try again in a moment.`,
      );
    this.#waiting += 1;
    try {
      return await this.#turns.run(() => this.#renderNow(task));
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Ends the thread; a document under way is given up. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end();
  }

  async #renderNow(task: RenderTask): Promise<Uint8Array> {
    if (this.#isClosed) throw new RenderError('RENDERING_LOST', 'The process ends.');
    clearTimeout(this.#idle);
    this.#thread ??= this.#start();
    const thread = this.#thread;
    const answered = Promise.withResolvers<Uint8Array>();
    const lose = (cause?: unknown) =>
      answered.reject(
        new RenderError('RENDERING_LOST', 'The rendering ended without a document.', { cause }),
      );
    const onExit = () => lose();
    const timer = setTimeout(() => {
      const message = `Rendering took longer than ${this.#bounds.timeoutMs} ms.`;
      answered.reject(new RenderError('RENDERING_OVERDUE', message));
    }, this.#bounds.timeoutMs);
    thread.once('message', answered.resolve).once('error', lose).once('exit', onExit);
    try {
      thread.postMessage(task);
      return await answered.promise;
    } catch (error) {
      // A late answer must not be taken for the next one's.
      await this.#end();
      throw error;
    } finally {
      clearTimeout(timer);
      if (!this.#isClosed) this.#idle = setTimeout(() => void this.#end(), this.#bounds.idleMs).unref();
      thread.off('message', answered.resolve).off('error', lose).off('exit', onExit);
    }
  }

  #start(): Worker {
    const thread = new Worker(new URL('./render-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
      execArgv: [],
      env: {},
    });
    // Between documents nobody listens; the next one starts another thread.
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
