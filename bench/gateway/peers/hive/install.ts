import { execFile } from 'node:child_process';
import { access, cp, mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** It loads 500 MB at first. */
const installWithinMs = 10 * 60_000;

/**
 * Installs Hive Gateway by its own lock into the data folder, where neither the product nor its checks see it, unless
 * it is there, and gives the path of its program.
 */
export async function installHive(): Promise<string> {
  const folder = resolve(process.env['DATA_DIR'] || '.data', 'gateway-peers');
  const lock = 'package-lock.json';
  const [wanted, found] = await Promise.all([
    readFile(join(import.meta.dirname, lock), 'utf8'),
    readFile(join(folder, lock), 'utf8').catch(() => undefined),
  ]);
  // The file that npm writes last.
  const isWhole = await access(join(folder, 'node_modules', '.package-lock.json')).then(
    () => true,
    () => false,
  );
  if (wanted !== found || !isWhole) {
    await mkdir(folder, { recursive: true });
    for (const file of ['package.json', lock]) await cp(join(import.meta.dirname, file), join(folder, file));
    await run('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'], {
      timeout: installWithinMs,
    });
  }
  return join(folder, 'node_modules', '@graphql-hive', 'gateway', 'dist', 'bin.js');
}
