import { glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pickSize } from '#platform/testing/test-size.ts';
import { type NodeTestRun, repeatInCi, root, runNodeTests } from './run-node-tests.ts';
import { formatGroup, type TestGroup, toGroups } from './test-groups.ts';

/**
 * Runs the test files that match patterns, several in one process, by the test runner of Node. Arguments that begin with
 * a dash are the test runner's. A file `*.system.test.ts` has a script of its own and is left out.
 */
const toUrl = (file: string) => pathToFileURL(resolve(root, file)).href;
/** For a file, and for the end of its process, on a busy machine. */
const timeouts = { fileMs: pickSize({ quick: 300_000, long: 900_000 }), endMs: 30_000 };
const groupTimeoutMs = 1_200_000;
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
  const groups = toGroups(texts, maxFiles);
  const first = await runGroups(groups);
  const failed = findFiles(first.failedFiles, groups);
  const runAlone = async (file: string) =>
    (await runGroups([{ name: 'repeated', files: [relative(root, file)] }])).passed;
  if (!first.passed && !(await repeatInCi(failed, runAlone))) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function runGroups(groups: readonly TestGroup[]): Promise<NodeTestRun> {
  for (const group of groups) await writeFile(pathOf(group), formatGroup(group, toUrl, timeouts));
  return runNodeTests([
    '--test-concurrency=3',
    `--test-timeout=${groupTimeoutMs}`,
    '--test-global-setup=e2e/global-setup.ts',
    ...flags,
    ...groups.map(pathOf),
  ]);
}

function pathOf(group: TestGroup): string {
  return join(folder, `${group.name}.test.mjs`);
}

/** Failed test files; all files of a group whose process failed without a test. */
function findFiles(failed: readonly string[], groups: readonly TestGroup[]): string[] {
  const own = failed.filter((file) => !file.startsWith(folder));
  const silent = groups.filter(
    (group) =>
      failed.includes(pathOf(group)) && !group.files.some((file) => own.includes(resolve(root, file))),
  );
  return [...own, ...silent.flatMap((group) => group.files.map((file) => resolve(root, file)))];
}
