import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const rover = fileURLToPath(new URL('../../node_modules/.bin/rover', import.meta.url));

/**
 * The SDL of a subgraph as `rover subgraph introspect` prints it; with a token where the schema is not open to all.
 *
 * @throws when rover fails
 */
export async function introspectWithRover(url: string, token?: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'rover-'));
  const header = token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`];
  try {
    const { stdout } = await run(rover, ['subgraph', 'introspect', url, ...header], {
      timeout: 30_000,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        APOLLO_ROVER_SKIP_UPDATE: '1',
        APOLLO_TELEMETRY_DISABLED: '1',
        APOLLO_ELV2_LICENSE: 'accept',
      },
    });
    return stdout;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
