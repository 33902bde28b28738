import { type ResourceLimits, Worker } from 'node:worker_threads';
import { CodedError } from '#platform/errors/coded-error.ts';

/** The reason why a thread gave no answer. */
export class ThreadEndError extends CodedError<'THREAD_OVERDUE' | 'THREAD_OUT_OF_MEMORY'> {}

/** The bounds of one question. */
export interface QuestionBounds {
  /** The longest time, in milliseconds; that in which the thread starts is a part of it. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * A thread that answers questions, each within a time and with so much memory. It starts with the first one, and a question
 * that it cannot answer ends it; the next one starts another. Its module takes each message as a question and posts one answer.
 */
export class LimitedThread<Question, Answer> {
  readonly #module: URL;
  readonly #resourceLimits: ResourceLimits;
  #thread: Worker | undefined;

  constructor(module: URL, resourceLimits: ResourceLimits) {
    this.#module = module;
    this.#resourceLimits = resourceLimits;
  }

  /**
   * Asks a question; the caller waits for the answer before it asks another one.
   *
   * @throws {ThreadEndError} THREAD_OVERDUE, THREAD_OUT_OF_MEMORY
   * @throws any other error of the thread, and the reason of the signal
   */
  async ask(question: Question, { timeoutMs, signal }: QuestionBounds): Promise<Answer> {
    signal.throwIfAborted();
    this.#thread ??= this.#start();
    const thread = this.#thread;
    const answered = Promise.withResolvers<Answer>();
    const fail = (error: unknown) => answered.reject(toEndError(error));
    const onExit = (code: number) => answered.reject(new Error(`The thread ended with ${code}.`));
    const onAbort = () => answered.reject(signal.reason);
    const timer = setTimeout(() => {
      answered.reject(new ThreadEndError('THREAD_OVERDUE', `It took more than ${timeoutMs} ms.`));
    }, timeoutMs);
    thread.on('message', answered.resolve).on('error', fail).on('exit', onExit);
    signal.addEventListener('abort', onAbort);
    try {
      thread.postMessage(question);
      return await answered.promise;
    } catch (error) {
      // A late answer must not be taken for that of the next question.
      await this.close();
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      thread.off('message', answered.resolve).off('error', fail).off('exit', onExit);
    }
  }

  /** A thread that dies between two questions is replaced for the next one; without a listener its error would end the process. */
  #start(): Worker {
    const thread = new Worker(this.#module, { resourceLimits: this.#resourceLimits });
    const forget = () => {
      if (this.#thread === thread) this.#thread = undefined;
    };
    return thread.on('error', forget).on('exit', forget);
  }

  /** Ends the thread; a question under way is given up. */
  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }
}

function toEndError(error: unknown): unknown {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isFull
    ? new ThreadEndError('THREAD_OUT_OF_MEMORY', 'It took too much memory.', { cause: error })
    : error;
}
