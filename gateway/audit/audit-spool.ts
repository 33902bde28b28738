import { createHash, randomUUID } from 'node:crypto';
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  stat,
  unlink,
  utimes,
} from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { SpoolError } from './spool-error.ts';

export interface AuditSpoolOptions {
  /** The folder of the spools of all workers. */
  readonly folder: string;
  /** The most bytes that wait. */
  readonly maxBytes: number;
  /** The size from which a segment is followed by another one; default 1,000,000 bytes. */
  readonly segmentBytes?: number;
}

/** Lines that were written and wait to be sent. */
export interface Segment {
  readonly lines: readonly string[];
  /** Removes the lines, once the log has them. */
  remove(): Promise<void>;
}

const usualSegmentBytes = 1_000_000;
/** The time after which a segment that nobody has touched has no owner, in milliseconds: more than any process hangs. */
const abandonedAfterMs = 10 * 60_000;
const keepEveryMs = 60_000;
/** The machine, the number of the process there, the name of its spool, and the number of the segment. */
const segmentName = /^([0-9a-f]{8})\.(\d+)\.([0-9a-f-]{36})\.(\d{9})\.jsonl$/;

/**
 * Entries on disk on their way to the log, one line each, in segments that this process alone writes. What is written survives the end of
 * the process, however it ends; another process then takes it over. It does not survive a crash of the machine, as nothing waits for the disk.
 */
export class AuditSpool {
  readonly #options: AuditSpoolOptions;
  readonly #id = randomUUID();
  readonly #keeping: NodeJS.Timeout;
  /** Segments that wait to be sent, the oldest first, with their sizes. */
  readonly #closed: { readonly name: string; readonly bytes: number }[] = [];
  #current: { readonly name: string; readonly file: FileHandle; bytes: number } | undefined;
  #nextNumber = 1;
  #bytes = 0;
  /** Writes follow one another. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(options: AuditSpoolOptions) {
    this.#options = options;
    this.#keeping = setInterval(() => {
      void this.#keep();
      // Segments that cannot be taken over now, such as on a disk that is away, are tried again.
      this.takeOver().catch(() => {});
    }, keepEveryMs).unref();
  }

  /** Opens a spool, and takes over what processes have left that are gone. */
  static async open(options: AuditSpoolOptions): Promise<AuditSpool> {
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    const spool = new AuditSpool(options);
    await spool.takeOver();
    return spool;
  }

  /** The bytes that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Writes a line.
   *
   * @throws {SpoolError}
   */
  append(line: string): Promise<void> {
    return this.#inTurn(async () => {
      const bytes = Buffer.from(`${line}\n`);
      if (this.#bytes + bytes.length > this.#options.maxBytes)
        throw new SpoolError('SPOOL_FULL', `The spool of the audit is full: ${this.#bytes} bytes wait.`);
      try {
        const segment = await this.#openSegment();
        let written = 0;
        while (written < bytes.length)
          written += (await segment.file.write(bytes, written, bytes.length - written)).bytesWritten;
        segment.bytes += bytes.length;
        this.#bytes += bytes.length;
      } catch (cause) {
        // A part of a line may be there; what follows goes into another file.
        await this.#closeSegment().catch(() => {});
        throw new SpoolError('SPOOL_UNWRITABLE', 'The spool of the audit cannot be written.', { cause });
      }
    });
  }

  /** The oldest lines that wait; undefined if there are none. */
  take(): Promise<Segment | undefined> {
    return this.#inTurn(async () => {
      if (this.#closed.length === 0) await this.#closeSegment();
      const [oldest] = this.#closed;
      if (oldest === undefined) return undefined;
      const path = this.#toPath(oldest.name);
      const text = await readFile(path, 'utf8');
      return {
        // Text after the last line end was not written to its end, and its caller got no answer.
        lines: text.split('\n').slice(0, -1),
        remove: () =>
          this.#inTurn(async () => {
            await unlink(path);
            this.#closed.shift();
            this.#bytes -= oldest.bytes;
          }),
      };
    });
  }

  /** Takes over the segments of processes that are gone. */
  async takeOver(): Promise<void> {
    const names = (await readdir(this.#options.folder)).filter((name) => segmentName.test(name)).toSorted();
    for (const name of names) {
      if (await this.#isAbandoned(name)) await this.#inTurn(() => this.#claim(name));
    }
  }

  /** Ends writing; what waits stays for the next process. */
  async close(): Promise<void> {
    clearInterval(this.#keeping);
    await this.#inTurn(() => this.#closeSegment());
  }

  async #isAbandoned(name: string): Promise<boolean> {
    const [, host, pid = '', id] = segmentName.exec(name) ?? [];
    if (id === this.#id) return false;
    // Numbers of processes say nothing of another machine, or of another container that has the same folder.
    const isHere = host === hashHost(hostname());
    if (isHere && (Number(pid) === process.pid || !isAlive(Number(pid)))) return true;
    const { mtimeMs } = await stat(this.#toPath(name)).catch(() => ({ mtimeMs: Date.now() }));
    return Date.now() - mtimeMs > abandonedAfterMs;
  }

  /** Of several processes that claim a segment one succeeds. */
  async #claim(name: string): Promise<void> {
    const own = this.#toName();
    try {
      await rename(this.#toPath(name), this.#toPath(own));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
      throw error;
    }
    const { size } = await stat(this.#toPath(own));
    this.#closed.push({ name: own, bytes: size });
    this.#bytes += size;
  }

  async #openSegment() {
    const { segmentBytes = usualSegmentBytes } = this.#options;
    if (this.#current !== undefined && this.#current.bytes >= segmentBytes) await this.#closeSegment();
    if (this.#current === undefined) {
      const name = this.#toName();
      this.#current = { name, file: await open(this.#toPath(name), 'ax', 0o600), bytes: 0 };
    }
    return this.#current;
  }

  async #closeSegment(): Promise<void> {
    const segment = this.#current;
    if (segment === undefined) return;
    this.#current = undefined;
    this.#closed.push({ name: segment.name, bytes: segment.bytes });
    await segment.file.close();
  }

  /** Shows other processes that this one is alive. */
  async #keep(): Promise<void> {
    const now = new Date();
    const names = [...this.#closed.map(({ name }) => name), this.#current?.name ?? []].flat();
    await Promise.allSettled(names.map((name) => utimes(this.#toPath(name), now, now)));
  }

  #toName(): string {
    const number = String(this.#nextNumber++).padStart(9, '0');
    return `${hashHost(hostname())}.${process.pid}.${this.#id}.${number}.jsonl`;
  }

  #toPath(name: string): string {
    return join(this.#options.folder, name);
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

/** A name of any form as eight digits. */
export function hashHost(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 8);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
