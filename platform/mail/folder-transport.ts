import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { toError } from '#platform/errors/to-error.ts';
import type { MailDelivery, MailMessage, MailTransport } from './mail-transport.ts';

/** The age of a draft from which no process writes it any more, in milliseconds. */
const abandonedAfterMs = 60 * 60_000;

export interface FolderTransportOptions {
  /**
   * The files that are kept, the last ones by name, where it need not be known for long that a mail was sent; all without it.
   */
  readonly maxFiles?: number;
}

/**
 * Puts each mail into a folder, as an `.eml` file, for machines without a mail server. The file has the name of the message id and
 * appears whole or not at all, so it is always known if a mail was sent, and one that is sent again replaces itself.
 */
export class FolderTransport implements MailTransport {
  readonly target: string;
  readonly #maxFiles: number | undefined;

  private constructor(folder: string, maxFiles: number | undefined) {
    this.target = folder;
    this.#maxFiles = maxFiles;
  }

  /**
   * Opens a folder for this user only, which is made if it is not there.
   *
   * @throws if it cannot be written to
   */
  static async open(folder: string, { maxFiles }: FolderTransportOptions = {}): Promise<FolderTransport> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const path of (await readdir(folder)).filter(isDraft).map((name) => join(folder, name))) {
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > abandonedAfterMs) await rm(path, { force: true });
    }
    const probe = join(folder, toDraftName());
    await (await open(probe, 'wx', 0o600)).close();
    await rm(probe);
    return new FolderTransport(folder, maxFiles);
  }

  async deliver({ messageId, bytes }: MailMessage): Promise<MailDelivery> {
    const draft = join(this.target, toDraftName());
    try {
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, this.#toPath(messageId));
      await syncMailFolder(this.target);
      await this.#removeOldest();
      return { kind: 'sent', answer: `written to ${toFileName(messageId)}` };
    } catch (error) {
      await rm(draft, { force: true }).catch(() => {});
      return { kind: 'failed', problem: toError(error).message, isOfServer: true };
    }
  }

  async wasSent(messageId: string): Promise<boolean> {
    try {
      await stat(this.#toPath(messageId));
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
      throw error;
    }
  }

  async close(): Promise<void> {}

  /** Removes the files beyond the number that is kept, by their names. */
  async #removeOldest(): Promise<void> {
    if (this.#maxFiles === undefined) return;
    const names = (await readdir(this.target)).filter((name) => name.endsWith('.eml')).sort();
    for (const name of names.slice(0, Math.max(0, names.length - this.#maxFiles))) {
      await rm(join(this.target, name), { force: true });
    }
  }

  #toPath(messageId: string): string {
    return join(this.target, toFileName(messageId));
  }
}

/** The name of a mail's file, from what stands before the `@` of its message id. */
function toFileName(messageId: string): string {
  const [id = ''] = messageId.replace(/^</, '').split('@');
  return `${id.replaceAll(/[^\w.-]/g, '_')}.eml`;
}

function toDraftName(): string {
  return `.${randomUUID()}.tmp`;
}

function isDraft(name: string): boolean {
  return /^\.[0-9a-f-]{36}\.tmp$/.test(name);
}

/** Brings the names of the folder to the disk. */
async function syncMailFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
