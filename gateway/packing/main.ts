import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { writePackage } from './write-package.ts';

// Writes the gateway as a package, into the folder given or `.data`, and prints the path of the file.

const root = resolve(import.meta.dirname, '../..');
const target = resolve(process.argv[2] ?? join(root, '.data'));
const folder = await mkdtemp(join(tmpdir(), 'gateway-package-'));
try {
  await writePackage(root, folder);
  await mkdir(target, { recursive: true });
  const npm = ['pack', folder, '--pack-destination', target, '--json'];
  const { stdout } = await promisify(execFile)('npm', npm, { timeout: 120_000, maxBuffer: 16_777_216 });
  const [packed]: { filename: string }[] = JSON.parse(stdout);
  process.stdout.write(`${join(target, packed?.filename ?? '')}\n`);
} finally {
  await rm(folder, { recursive: true });
}
