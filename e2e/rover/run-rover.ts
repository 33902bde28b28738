import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { findRoverProgram } from './find-rover-program.ts';

const rover = await findRoverProgram();

/** The end of one command of Rover. */
export interface RoverRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From its start to its end, in milliseconds. */
  readonly tookMs: number;
}

export interface RoverTarget {
  /** The registry, without a path. */
  readonly address: string;
  /** The API key. */
  readonly key: string;
}

/** The longest time of one command: no command may hang. */
const timeoutMs = 120_000;

/** Runs the stock binary with a registry as its only server. */
export async function runRover(
  { address, key }: RoverTarget,
  args: readonly string[],
  options: { readonly input?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<RoverRun> {
  const home = await mkdtemp(join(tmpdir(), 'rover-'));
  // Rover asks once a day whether there is a newer one; with this it has just asked.
  const now = Math.floor(Date.now() / 1_000);
  await writeFile(join(home, 'version.toml'), `secs_since_epoch = ${now}\nnanos_since_epoch = 0\n`);
  const startedAt = performance.now();
  try {
    const child = spawn(rover, args, {
      timeout: timeoutMs,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        APOLLO_CONFIG_HOME: home,
        APOLLO_HOME: home,
        APOLLO_REGISTRY_URL: `${address}/api/graphql`,
        APOLLO_KEY: key,
        // Its plugin comes from the registry, too, and is kept in the folder of this run.
        APOLLO_ROVER_DOWNLOAD_HOST: `${address}/plugins`,
        APOLLO_ELV2_LICENSE: 'accept',
        APOLLO_TELEMETRY_DISABLED: '1',
        // Nothing listens there: a command that asked anybody but the registry would fail.
        HTTPS_PROXY: 'http://127.0.0.1:9',
        NO_COLOR: '1',
        ...options.environment,
      },
    });
    // A command that fails early does not read it.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    return { code, stdout, stderr, tookMs: performance.now() - startedAt };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
