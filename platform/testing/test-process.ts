import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compiledCodeEnvironment } from './compiled-code.ts';
import { findFreePort } from './free-port.ts';
import { waitFor } from './wait-for.ts';

/** A service that runs as it does for its users: as a process of its own. */
export interface TestProcess {
  /** Where it listens, without a path. */
  readonly address: string;
  /** Ends it as an operator does and gives its exit code. */
  terminate(): Promise<number | null>;
  /** Ends it as a loss of power does: with SIGKILL. */
  kill(): Promise<void>;
}

/** Starts a `main.ts` and waits until it is ready. */
export async function startTestProcess(options: {
  main: URL;
  /** The variable that names its port. */
  portVariable: string;
  environment: Readonly<Record<string, string>>;
  /** Of an earlier process, whose callers must find it again; a free one by default. */
  port?: number;
}): Promise<TestProcess> {
  const port = options.port ?? (await findFreePort());
  const child = spawn(process.execPath, [fileURLToPath(options.main)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      ...compiledCodeEnvironment(),
      LOG_LEVEL: 'error',
      [options.portVariable]: `${port}`,
      ...options.environment,
    },
  });
  const exited = once(child, 'exit');
  const address = `http://127.0.0.1:${port}`;
  try {
    await waitFor('the process to be ready', () => child.exitCode !== null || isReady(address), 60_000);
    if (child.exitCode !== null)
      throw new Error(`The process ended with ${child.exitCode} before it was ready`);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    address,
    terminate: () => terminate(child, exited),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function terminate(child: ChildProcess, exited: Promise<unknown>): Promise<number | null> {
  child.kill('SIGTERM');
  await exited;
  return child.exitCode;
}

async function isReady(address: string): Promise<boolean> {
  return fetch(`${address}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
