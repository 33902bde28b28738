import { exec } from 'node:child_process';
import { glob, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { findSharedNames } from './exported-names.ts';

/** The longest first. All run at the same time, so that one that waits for the disk leaves the processor to another. */
const steps = [
  'tsc --incremental --tsBuildInfoFile node_modules/.cache/types.tsbuildinfo',
  'biome ci --error-on-warnings',
  'knip --no-progress',
  'tsc -p gateway/playground',
  'tsc -p dashboard',
  'node --run dashboard:check',
  'node --run schema:check',
  'node --run docs:check',
];

/** Many times what the slowest step takes on a busy machine. */
const timeoutMs = 600_000;

const run = promisify(exec);

/** Runs a step and gives what it says if it fails. */
async function check(step: string): Promise<readonly string[]> {
  try {
    await run(step, { maxBuffer: 64 * 1_024 * 1_024, timeout: timeoutMs });
    return [];
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    return [`${step}\n\n${stdout}${stderr}`];
  }
}

async function checkNames(): Promise<readonly string[]> {
  const texts = new Map<string, string>();
  for await (const path of glob('**/*.{ts,tsx}', { exclude: ['node_modules/**', '.data/**'] }))
    texts.set(path, await readFile(path, 'utf8'));
  return [...findSharedNames(texts)].map(
    ([name, files]) => `${name} is exported by ${files.join(' and by ')}: give one another name.`,
  );
}

const failures = (await Promise.all([...steps.map(check), checkNames()])).flat();
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
