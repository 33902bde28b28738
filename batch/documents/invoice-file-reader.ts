import { CodedError } from '#platform/errors/coded-error.ts';
import { LimitedThread, ThreadEndError } from '../threads/limited-thread.ts';
import { type ReadingAnswer, refuseForFault } from './answer-document.ts';
import type { ReadOutcome } from './document-rows.ts';

/** The bounds of reading one document. */
interface FileReaderBounds {
  /** The longest time, in milliseconds. The largest document that is read takes some seconds. */
  readonly timeoutMs: number;
  /** The memory of the thread, in megabytes; a document of 500,000 elements needs half of it. */
  readonly heapMb: number;
}

const usualReaderBounds: FileReaderBounds = { timeoutMs: 60_000, heapMb: 1_024 };

const module = new URL('./document-thread.ts', import.meta.url);

/**
 * Reads documents in a thread of their own, one after the other. One that takes too long or too much memory is refused, and so is one at which the
 * thread dies: it neither stops the documents after it nor this thread, which tells that the process lives.
 */
export class InvoiceFileReader {
  readonly #bounds: FileReaderBounds;
  readonly #thread: LimitedThread<string, ReadingAnswer>;

  constructor(bounds: Partial<FileReaderBounds> = {}) {
    this.#bounds = { ...usualReaderBounds, ...bounds };
    this.#thread = new LimitedThread(module, {
      maxOldGenerationSizeMb: this.#bounds.heapMb,
      maxYoungGenerationSizeMb: 8,
    });
  }

  /**
   * Reads a file to its document, or to its problems.
   *
   * @throws {CodedError} those of `openBytes`, for a file that cannot be read at all
   */
  async read({ path }: { readonly path: string }, signal: AbortSignal): Promise<ReadOutcome> {
    const { timeoutMs } = this.#bounds;
    let answer: ReadingAnswer;
    try {
      answer = await this.#thread.ask(path, { timeoutMs, signal });
    } catch (error) {
      signal.throwIfAborted();
      return error instanceof ThreadEndError ? refuseForBounds(error, this.#bounds) : refuseForFault(error);
    }
    if (answer.failure !== undefined) throw new CodedError(answer.failure.code, answer.failure.message);
    return answer.outcome;
  }

  /** Ends the thread. */
  close(): Promise<void> {
    return this.#thread.close();
  }
}

function refuseForBounds({ code }: ThreadEndError, { timeoutMs, heapMb }: FileReaderBounds): ReadOutcome {
  if (code === 'THREAD_OVERDUE') {
    const message = `it took more than ${timeoutMs / 1_000} s to read, which no invoice does: ask its author for one with fewer lines, or without what is not of the invoice`;
    return { refusal: { code: 'READING_OVERDUE', message, line: 1 } };
  }
  const message = `it takes more than ${heapMb} MiB of memory to read, which no invoice does: ask its author for one with fewer lines, or without what is not of the invoice`;
  return { refusal: { code: 'TOO_LARGE', message, line: 1 } };
}
