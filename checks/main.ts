import { exec } from 'node:child_process';
import { promisify } from 'node:util';

/** The longest first. All run at the same time, so that a check that waits for the disk leaves the processor to another. */
const steps = [
  'tsc --incremental --tsBuildInfoFile node_modules/.cache/types.tsbuildinfo',
  'biome ci --error-on-warnings',
  'knip --no-progress',
  'tsc -p gateway/playground',
  'node --run schema:check',
  'node --run docs:check',
];

/** Many times what the slowest step takes on a busy machine. */
const timeoutMs = 600_000;

const run = promisify(exec);

/** Runs a step; gives what it says if it fails. */
async function check(step: string): Promise<string | undefined> {
  try {
    await run(step, { maxBuffer: 64 * 1_024 * 1_024, timeout: timeoutMs });
    return undefined;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    return `${step}\n\n${stdout}${stderr}`;
  }
}

const failures = (await Promise.all(steps.map(check))).filter((failure) => failure !== undefined);
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
