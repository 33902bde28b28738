import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

export interface TlsFolder {
  /** Writes a file at once, as tools that renew certificates do, and gives its path. */
  write(name: string, text: string): Promise<string>;
}

/** Makes a folder for certificates, which ends with the test. */
export async function createTlsFolder(t: TestContext): Promise<TlsFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'tls-'));
  t.after(() => rm(folder, { recursive: true }));
  return {
    async write(name, text) {
      const path = join(folder, name);
      await writeFile(`${path}.next`, text);
      await rename(`${path}.next`, path);
      return path;
    },
  };
}
