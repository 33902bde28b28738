import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const rover = fileURLToPath(new URL('../../node_modules/.bin/rover', import.meta.url));

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
const timeoutMs = 60_000;

/** Runs the stock binary with a registry as its only server. */
export async function runRover(
  { address, key }: RoverTarget,
  args: readonly string[],
  options: { readonly input?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<RoverRun> {
  const home = await mkdtemp(join(tmpdir(), 'rover-'));
  const startedAt = performance.now();
  try {
    const child = spawn(rover, args, {
      timeout: timeoutMs,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        APOLLO_CONFIG_HOME: home,
        APOLLO_REGISTRY_URL: `${address}/api/graphql`,
        APOLLO_KEY: key,
        APOLLO_ROVER_SKIP_UPDATE: '1',
        APOLLO_TELEMETRY_DISABLED: '1',
        NO_COLOR: '1',
        ...options.environment,
      },
    });
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
