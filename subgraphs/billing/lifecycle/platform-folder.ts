import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toDepositFileName, toProblemsFileName } from './deposit-file-name.ts';
import type { Platform, PlatformDocument } from './platform.ts';

/** A message has some hundred bytes. */
const maxMessageBytes = 65_536;
/** A file that begins with a dot is still being written. */
const messageName = /^[^.].*\.json$/;

/**
 * An approved platform in a folder: documents to deposit come into `out`, and messages about them are taken from `in`. Each message then
 * lies in `done`, or in `rejected` beside a text with what is wrong. Whoever writes into `in` writes under a name that begins with a dot,
 * and renames.
 */
export class PlatformFolder implements Platform {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Opens a folder, which is made if it is not there.
   *
   * @throws if it cannot be written to
   */
  static async open(folder: string): Promise<PlatformFolder> {
    for (const part of ['in', 'out', 'done', 'rejected'])
      await mkdir(join(folder, part), { recursive: true });
    const probe = join(folder, 'out', `.${randomUUID()}`);
    await writeFile(probe, '');
    await rm(probe);
    return new PlatformFolder(folder);
  }

  async deposit(document: PlatformDocument, bytes: Uint8Array): Promise<void> {
    const written = join(this.#folder, 'out', `.${randomUUID()}`);
    const file = await open(written, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(written, join(this.#folder, 'out', toDepositFileName(document)));
  }

  async listMessages(max: number): Promise<readonly string[]> {
    const names = await readdir(join(this.#folder, 'in'));
    return names
      .filter((name) => messageName.test(name))
      .toSorted()
      .slice(0, max);
  }

  async readMessage(name: string): Promise<string | undefined> {
    const path = join(this.#folder, 'in', name);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || !found.isFile() || found.size > maxMessageBytes) return undefined;
    return readFile(path, 'utf8');
  }

  async archiveMessage(name: string): Promise<void> {
    await this.#move(name, 'done');
  }

  async rejectMessage(name: string, problems: readonly string[]): Promise<void> {
    // The reasons come first: a process that is killed writes them again.
    const text = toProblemsFileName(name);
    const lines = text.startsWith(name) ? problems : [name, ...problems];
    await writeFile(join(this.#folder, 'rejected', text), `${lines.join('\n')}\n`);
    await this.#move(name, 'rejected');
  }

  /** Another process may have moved it. */
  async #move(name: string, folder: string): Promise<void> {
    await rename(join(this.#folder, 'in', name), join(this.#folder, folder, name)).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      },
    );
  }
}
