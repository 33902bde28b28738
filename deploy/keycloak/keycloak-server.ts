import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { settlesWithin } from '#platform/waiting/within.ts';

export interface KeycloakOptions {
  /** Its home folder, as unpacked; one server at a time may run from it. */
  readonly home: string;
  readonly port: number;
  /** Imported anew at every start; what the server learnt before is deleted. */
  readonly realmFile: string;
  readonly realmName: string;
  /** For the placeholders of the realm file. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface KeycloakServer {
  readonly issuer: string;
  /** Ends the server and waits until it is gone. */
  stop(): Promise<void>;
}

/** The first start builds the server and makes its database. */
const readyWithinMs = 600_000;
const stopWithinMs = 20_000;

/**
 * Starts a Keycloak server in development mode on 127.0.0.1 and waits until it serves the realm.
 *
 * @throws when it ends or is not ready in time, with the end of its log.
 */
export async function startKeycloak(options: KeycloakOptions): Promise<KeycloakServer> {
  const { home, port, realmName } = options;
  await rm(join(home, 'data'), { recursive: true, force: true });
  await mkdir(join(home, 'data', 'import'), { recursive: true });
  await copyFile(options.realmFile, join(home, 'data', 'import', `${realmName}-realm.json`));
  const logFile = join(home, 'keycloak.log');
  const server = spawnServer(options, logFile);
  const stop = () => stopServer(server);
  const issuer = `http://localhost:${port}/realms/${realmName}`;
  try {
    await waitUntilReady(issuer, server);
  } catch (cause) {
    await stop();
    const log = await readFile(logFile, 'utf8');
    throw new Error(`Keycloak did not start. Its log ends with:\n${log.slice(-3000)}`, { cause });
  }
  return { issuer, stop };
}

/** A process group of its own: the script starts Java, and both must end. */
function spawnServer({ home, port, environment }: KeycloakOptions, logFile: string): ChildProcess {
  const script = join(home, 'bin', 'kc.sh');
  const server = spawn(
    'bash',
    [script, 'start-dev', '--import-realm', '--http-host=127.0.0.1', `--http-port=${port}`],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m', ...environment },
    },
  );
  const log = createWriteStream(logFile);
  server.stdout?.pipe(log, { end: false });
  server.stderr?.pipe(log, { end: false });
  server.once('close', () => log.end());
  return server;
}

async function waitUntilReady(issuer: string, server: ChildProcess): Promise<void> {
  const giveUpAt = performance.now() + readyWithinMs;
  while (performance.now() < giveUpAt) {
    if (server.exitCode !== null) throw new Error(`Keycloak ended with code ${server.exitCode}.`);
    if (await answers(issuer)) return;
    await delay(250);
  }
  throw new Error(`Keycloak was not ready within ${readyWithinMs / 1000} s.`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const ended = once(server, 'exit');
  process.kill(-server.pid, 'SIGTERM');
  if (!(await settlesWithin(ended, stopWithinMs))) process.kill(-server.pid, 'SIGKILL');
  await ended;
}
