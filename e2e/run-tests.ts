import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pickSize } from '#platform/testing/test-size.ts';
import { formatGroup, toGroups } from './test-groups.ts';

/**
 * Runs the test files that match patterns, several in one process, by the test runner of Node. Arguments that begin with
 * a dash are the test runner's. A file `*.system.test.ts` has a script of its own and is left out.
 */
const root = resolve(import.meta.dirname, '..');
const toUrl = (file: string) => pathToFileURL(resolve(root, file)).href;
const timeouts = { fileMs: 180_000, endMs: 30_000 };
/** For a group, on a busy machine. */
const groupTimeoutMs = 600_000;
const maxFiles = pickSize({ quick: 30, long: 1 });

const patterns = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('-'));

const texts = new Map<string, string>();
for await (const file of glob(patterns, {
  cwd: root,
  exclude: ['**/node_modules/**', '**/*.system.test.ts'],
}))
  texts.set(file, await readFile(resolve(root, file), 'utf8'));
if (texts.size === 0) throw new Error(`No test file matches ${patterns.join(' ')}.`);

const folder = await mkdtemp(join(tmpdir(), 'test-groups-'));
try {
  const groups = toGroups(texts, maxFiles).map(async (group) => {
    const path = join(folder, `${group.name}.test.mjs`);
    await writeFile(path, formatGroup(group, toUrl, timeouts));
    return path;
  });
  const run = spawn(
    process.execPath,
    [
      '--test',
      '--test-concurrency=3',
      `--test-timeout=${groupTimeoutMs}`,
      '--test-global-setup=e2e/global-setup.ts',
      ...flags,
      ...(await Promise.all(groups)),
    ],
    { cwd: root, stdio: 'inherit' },
  );
  const [code] = await once(run, 'exit');
  process.exitCode = code ?? 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
