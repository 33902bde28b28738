import { type FileHandle, mkdir, open, rename, rm, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LineTarget } from './line-writer.ts';

export interface RotatedFileOptions {
  readonly path: string;
  /** A file of so many bytes is put aside. */
  readonly maxBytes: number;
  /** The number of files that are kept besides the one that is written. */
  readonly keptFiles: number;
  /** Written at the beginning of what each opening of the file adds. */
  readonly header: () => string;
  /** Is told why a file could not be put aside; it is written on. */
  readonly onNotRotated: (error: unknown) => void;
  /** Time between two looks at the file, in milliseconds. Default 1,000. */
  readonly lookMs?: number;
}

/** The owner may write, the group may read: lines hold addresses and the ids of people. */
const fileMode = 0o640;
/** A lock of this age was left behind by a process that ended, in milliseconds. */
const lockLifeMs = 10_000;

/**
 * A file that is put aside when it is full: `x.log` becomes `x.log.1`, that one `x.log.2`, and so on. Several processes may write to it, each
 * line by line. A file that somebody else has moved or removed, as logrotate does, is made anew.
 */
export class RotatedFile implements LineTarget {
  readonly #options: RotatedFileOptions;
  #handle: FileHandle;
  #inode: number;
  /** The part of the header that is not written yet. */
  #heading: Buffer;
  #lookedAtMs = performance.now();

  private constructor(options: RotatedFileOptions, opened: OpenedFile) {
    this.#options = options;
    this.#handle = opened.handle;
    this.#inode = opened.inode;
    this.#heading = toHeading(options);
  }

  /** @throws if the file cannot be opened, or its folder made */
  static async open(options: RotatedFileOptions): Promise<RotatedFile> {
    await mkdir(dirname(options.path), { recursive: true });
    return new RotatedFile(options, await openFile(options.path));
  }

  async prepare(): Promise<void> {
    const { lookMs = 1_000 } = this.#options;
    if (performance.now() - this.#lookedAtMs >= lookMs) {
      this.#lookedAtMs = performance.now();
      await this.#look();
    }
    while (this.#heading.length > 0) this.#heading = this.#heading.subarray(await this.write(this.#heading));
  }

  async write(bytes: Buffer): Promise<number> {
    return (await this.#handle.write(bytes)).bytesWritten;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #look(): Promise<void> {
    const { path, maxBytes, onNotRotated } = this.#options;
    const found = await findFile(path);
    if (found?.ino !== this.#inode) await this.#reopen();
    else if (found.size >= maxBytes) await this.#rotate().catch(onNotRotated);
  }

  async #reopen(): Promise<void> {
    const before = this.#handle;
    const { handle, inode } = await openFile(this.#options.path);
    this.#handle = handle;
    this.#inode = inode;
    this.#heading = toHeading(this.#options);
    await before.close();
  }

  async #rotate(): Promise<void> {
    const { path, keptFiles } = this.#options;
    const lock = `${path}.lock`;
    if (!(await takeLock(lock))) return;
    try {
      // Another process may have put the file aside since it was looked at.
      if ((await findFile(path))?.ino === this.#inode) {
        if (keptFiles === 0) await truncate(path);
        for (let place = keptFiles; place > 0; place -= 1) {
          await move(place === 1 ? path : `${path}.${place - 1}`, `${path}.${place}`);
        }
      }
      await this.#reopen();
    } finally {
      await rm(lock, { force: true });
    }
  }
}

interface OpenedFile {
  readonly handle: FileHandle;
  readonly inode: number;
}

function toHeading({ header }: RotatedFileOptions): Buffer {
  return Buffer.from(header(), 'latin1');
}

async function openFile(path: string): Promise<OpenedFile> {
  const handle = await open(path, 'a', fileMode);
  try {
    return { handle, inode: (await handle.stat()).ino };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function takeLock(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    const held = await findFile(path);
    // The next look takes it.
    if (held !== undefined && Date.now() - held.mtimeMs > lockLifeMs) await rm(path, { force: true });
    return false;
  }
}

async function findFile(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
