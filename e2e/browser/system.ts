import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '#platform/testing/free-port.ts';

/** The whole system, as `npm start` starts it, on ports and in a data folder of its own. */
export interface System {
  /** The origin of the gateway as browsers see it. */
  readonly gatewayUrl: string;
  readonly issuer: string;
  /** Stops every process and deletes the data. */
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const portVariables = [
  'GATEWAY_PORT',
  'OIDC_PORT',
  'DATABASE_PORT',
  'CUSTOMER_PORT',
  'PRODUCT_PORT',
  'BILLING_PORT',
] as const;

/** Includes the database, every process, and the demo's invoices; machines of CI are slow and do other work meanwhile. */
const readyWithinMs = 120_000;
const stopWithinMs = 20_000;

/** Starts the system and waits until it is ready. @throws with what it printed when it does not become so. */
export async function startSystem(): Promise<System> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'facturation-e2e-'));
  const entries = await Promise.all(portVariables.map(async (name) => [name, await findFreePort()] as const));
  const ports = Object.fromEntries(entries) as Record<(typeof portVariables)[number], number>;
  const { DATABASE_URL: _database, OIDC_ISSUER: _issuer, ...environment } = process.env;
  // With a channel between us the launcher ends when this process does, even when it is killed.
  const launcher = spawn(process.execPath, ['deploy/local/start.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...environment,
      ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
      DATA_DIR: dataFolder,
    },
  });
  const stop = async () => {
    await endProcess(launcher);
    await rm(dataFolder, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(launcher);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    gatewayUrl: `http://localhost:${ports.GATEWAY_PORT}`,
    issuer: `http://localhost:${ports.OIDC_PORT}/realms/facturation`,
    stop,
  };
}

async function waitUntilReady(launcher: ChildProcess): Promise<void> {
  let printed = '';
  for (const stream of [launcher.stdout, launcher.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed = `${printed}${text}`.slice(-10_000);
    });
  }
  const ready = Promise.withResolvers<void>();
  const fail = (reason: string) => ready.reject(new Error(`The system ${reason}. It printed:\n${printed}`));
  const timer = setTimeout(() => fail(`is not ready after ${readyWithinMs} ms`), readyWithinMs);
  launcher.once('exit', (code) => fail(`ended with code ${code} before it was ready`));
  launcher.once('error', (error) => fail(`did not start: ${error.message}`));
  launcher.on('message', (message) => {
    if (typeof message === 'object' && 'type' in message && message.type === 'ready') ready.resolve();
  });
  try {
    await ready.promise;
  } finally {
    clearTimeout(timer);
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await ended;
  clearTimeout(timer);
}
