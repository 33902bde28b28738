import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Go loads and compiles some 200 packages at first, and keeps them for the next time. */
const buildWithinMs = 20 * 60_000;

/**
 * Builds a program with Go from the registry of its modules.
 *
 * @param module its package with a version, for example `github.com/open-policy-agent/opa@v1.22.3`
 * @returns the program, in a folder that the caller removes
 */
export async function buildGoProgram(module: string, folder: string): Promise<string> {
  const settings = [`GOBIN=${folder}`, 'CGO_ENABLED=0', 'GOFLAGS=-mod=mod'];
  await run('env', [...settings, 'go', 'install', module], {
    timeout: buildWithinMs,
    maxBuffer: 4 * 1_048_576,
  });
  return join(folder, module.replace(/@.*$/, '').replace(/^.*\//, ''));
}
