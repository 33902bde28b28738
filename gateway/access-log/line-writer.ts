import { settlesWithin } from '#platform/waiting/within.ts';

/** Where lines are written. */
export interface LineTarget {
  /** Called before lines are written, never within one. */
  prepare(): Promise<void>;
  /** Writes bytes, perhaps not all of them. @returns the number of those written */
  write(bytes: Buffer): Promise<number>;
  close(): Promise<void>;
}

export interface LineWriterOptions {
  readonly target: LineTarget;
  /** Is told of each line that was dropped, as too many wait. */
  readonly onDropped: () => void;
  /** Is told when lines cannot be written; once until they can. */
  readonly onFailing: (error: unknown) => void;
  /** Is told when lines are written again. */
  readonly onRecovered: () => void;
  /** Time before a target that failed is tried again, in milliseconds. Default 1,000. */
  readonly retryMs?: number;
  /** The most bytes that wait. Default {@link maxWaitingLogBytes}. */
  readonly maxWaitingBytes?: number;
}

/** The most bytes of lines that wait for a target that cannot be written to. */
export const maxWaitingLogBytes = 4_194_304;
/** Lines are gathered for so long, in milliseconds, or until there are so many bytes of them. */
const gatherMs = 200;
const gatherBytes = 65_536;
/** The longest wait for the last lines when the writer is closed, in milliseconds. */
const closeWithinMs = 2_000;

/**
 * Writes lines of ASCII to a target in the background. While it cannot be written to, as on a full disk, lines wait, and once too many wait,
 * further ones are dropped: whoever has something to tell never waits and never fails.
 */
export class LineWriter {
  readonly #options: LineWriterOptions;
  readonly #maxWaitingBytes: number;
  readonly #lines: string[] = [];
  /** The part of earlier lines that is being written. */
  #rest: Buffer = Buffer.alloc(0);
  #isWithinLine = false;
  #waitingBytes = 0;
  #isFailing = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> | undefined;

  constructor(options: LineWriterOptions) {
    this.#options = options;
    this.#maxWaitingBytes = options.maxWaitingBytes ?? maxWaitingLogBytes;
  }

  /** @returns false if the line is dropped */
  write(line: string): boolean {
    if (this.#isClosed || this.#waitingBytes + line.length > this.#maxWaitingBytes) {
      this.#options.onDropped();
      return false;
    }
    this.#lines.push(line);
    this.#waitingBytes += line.length;
    if (this.#waitingBytes >= gatherBytes && !this.#isFailing) this.#begin();
    else this.#timer ??= setTimeout(() => this.#begin(), gatherMs).unref();
    return true;
  }

  /** Writes what waits, as far as that takes no longer than two seconds, and closes the target. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await settlesWithin(this.#begin(), closeWithinMs);
    clearTimeout(this.#timer);
    await settlesWithin(this.#options.target.close(), closeWithinMs);
  }

  #begin(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#work ??= this.#writeAll().finally(() => {
      this.#work = undefined;
    });
    return this.#work;
  }

  async #writeAll(): Promise<void> {
    const { target, onFailing, onRecovered, retryMs = 1_000 } = this.#options;
    try {
      while (this.#rest.length > 0 || this.#lines.length > 0) {
        if (this.#rest.length === 0) this.#rest = Buffer.from(this.#lines.splice(0).join(''), 'latin1');
        if (!this.#isWithinLine) await target.prepare();
        const written = await target.write(this.#rest);
        this.#isWithinLine = written > 0 && written < this.#rest.length;
        this.#rest = this.#rest.subarray(written);
        this.#waitingBytes -= written;
        if (this.#isFailing) onRecovered();
        this.#isFailing = false;
      }
    } catch (error) {
      if (!this.#isFailing) onFailing(error);
      this.#isFailing = true;
      if (!this.#isClosed) this.#timer = setTimeout(() => this.#begin(), retryMs).unref();
    }
  }
}
