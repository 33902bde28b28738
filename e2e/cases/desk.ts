import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The end of a command of the batch worker. */
export interface BatchResult {
  readonly code: number;
  /** Standard output. */
  readonly output: string;
  /** Standard error. */
  readonly errors: string;
}

const program = fileURLToPath(new URL('../../tools/batch.ts', import.meta.url));
const endsWithinMs = 150_000;

/** A folder in which somebody runs `npm run batch -- ...`. */
export class Desk {
  readonly folder: string;
  readonly #environment: Readonly<Record<string, string>>;

  constructor(folder: string, environment: Readonly<Record<string, string>>) {
    this.folder = folder;
    this.#environment = environment;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | Uint8Array): Promise<void> {
    return writeFile(this.path(name), content);
  }

  /** Starts a command that goes on until it is told to end. */
  start(...args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [program, ...args], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], HOME: this.folder, ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: endsWithinMs,
    });
  }

  async batch(...args: readonly string[]): Promise<BatchResult> {
    const worker = this.start(...args);
    const { stdout, stderr } = worker;
    if (stdout === null || stderr === null) throw new Error('The worker has no output.');
    const [output, errors, [code]] = await Promise.all([text(stdout), text(stderr), once(worker, 'exit')]);
    return { code: typeof code === 'number' ? code : 1, output, errors };
  }
}
