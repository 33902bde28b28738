import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = resolve(import.meta.dirname, '..');
const reporter = pathToFileURL(resolve(import.meta.dirname, 'failed-files.ts')).href;
/** More failures than these are no accident of a busy machine. */
const maxRepeated = 3;

export interface NodeTestRun {
  readonly passed: boolean;
  /** Absolute paths of files with failed tests, each once; none if the runner itself failed. */
  readonly failedFiles: readonly string[];
}

/**
 * Runs the test runner of Node.
 *
 * @param args its flags and files
 */
export async function runNodeTests(args: readonly string[]): Promise<NodeTestRun> {
  const folder = await mkdtemp(join(tmpdir(), 'failed-files-'));
  const list = join(folder, 'list');
  try {
    const reporters = [
      ['spec', 'stdout'],
      [reporter, list],
    ].flatMap(([name, destination]) => [
      `--test-reporter=${name}`,
      `--test-reporter-destination=${destination}`,
    ]);
    const run = spawn(process.execPath, ['--test', ...reporters, ...args], { cwd: root, stdio: 'inherit' });
    const [code] = await once(run, 'exit');
    const failed = await readFile(list, 'utf8').catch(() => '');
    return {
      passed: code === 0,
      failedFiles: [...new Set(failed.split('\n').filter((line) => line !== ''))],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * In CI, runs a few files that failed once more, each by itself: tests of kills and waits share their machine with others.
 * A file that passes only when it is repeated is named, also in the file `REPEATED_TESTS` if that is set. Elsewhere nothing
 * is repeated.
 *
 * @param failedFiles absolute paths
 * @param repeat runs one file and tells whether it passed
 * @returns true if all pass now
 */
export async function repeatInCi(
  failedFiles: readonly string[],
  repeat: (file: string) => Promise<boolean>,
  { CI: ci, REPEATED_TESTS: repeatedTests }: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  if (ci !== 'true' || failedFiles.length === 0 || failedFiles.length > maxRepeated) return false;
  for (const file of failedFiles) {
    const name = relative(root, file);
    console.error(`Once more, by itself: ${name}`);
    if (!(await repeat(file))) return false;
    console.error(`Passed only when it was repeated: ${name}`);
    if (repeatedTests !== undefined) await appendFile(repeatedTests, `${name}\n`);
  }
  return true;
}
