import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledCodeEnvironment } from '#platform/testing/compiled-code.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { portVariables } from '../deploy/system/services.ts';
import { isOverTls, trustSystem } from './over-tls.ts';

/** Where a whole system is, and how to get in. */
export interface SystemAddresses {
  /** Its ports and its data folder. */
  readonly environment: Readonly<Record<string, string>>;
  /** The GraphQL address of the gateway. */
  readonly gatewayUrl: string;
  /** The origin that browsers open. */
  readonly pageUrl: string;
  readonly issuer: string;
  /** The GraphQL address of a subgraph. */
  subgraphUrl(name: string): string;
  /** An access token of a development user, by the password grant. */
  tokenOf(user: string): Promise<string>;
}

/** The whole system, started by the launcher as a newcomer would, on ports and in a folder of its own. */
export interface RunningSystem extends SystemAddresses, AsyncDisposable {
  readonly launcher: ChildProcess;
  /** The launcher's standard output. */
  output(): string;
  /** The launcher's standard error: each step, and the warnings of the processes. */
  errors(): string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../', import.meta.url));
/** With the demo, on a machine that does other work meanwhile. */
const readyWithinMs = 240_000;

/** Ports and a data folder for one more system beside others. */
export async function createSystemEnvironment(): Promise<Record<string, string>> {
  const ports = await Promise.all(
    portVariables.map(async ({ variable }) => [variable, String(await findFreePort())]),
  );
  return { ...Object.fromEntries(ports), DATA_DIR: await mkdtemp(join(tmpdir(), 'facturation-system-')) };
}

/**
 * Starts the system and waits until it says that it is ready.
 *
 * @throws with what the launcher and its processes said when it does not become ready in time.
 */
export async function startRunningSystem(
  options: { environment?: Record<string, string>; flags?: readonly string[]; overTls?: boolean } = {},
): Promise<RunningSystem> {
  const { overTls = isOverTls() } = options;
  const environment = options.environment ?? (await createSystemEnvironment());
  const launcher = spawn(
    process.execPath,
    [
      'deploy/local/start.ts',
      ...(options.flags ?? ['--no-demo', '--no-simulator']),
      ...(overTls ? ['--tls'] : []),
    ],
    {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        ...compiledCodeEnvironment(),
        HOME: environment['DATA_DIR'],
        ...environment,
      },
      // With a channel between them the launcher ends when the test does, even when that is killed.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let output = '';
  let errors = '';
  launcher.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ready = Promise.withResolvers<void>();
  launcher.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (/^Ready after /m.test(output)) ready.resolve();
  });
  const failed = (why: string) => ready.reject(new Error(`The system ${why}:\n${output}${errors}`));
  launcher.once('exit', () => failed('ended before it was ready'));
  const limit = setTimeout(() => failed('did not become ready in time'), readyWithinMs);
  const exited = once(launcher, 'exit');
  const stop = async () => {
    const overdue = setTimeout(() => launcher.kill('SIGKILL'), closeDeadlines.launcherEndMs);
    if (launcher.exitCode === null && launcher.signalCode === null) launcher.kill('SIGTERM');
    await exited;
    clearTimeout(overdue);
    await rm(environment['DATA_DIR'] ?? '', { recursive: true, force: true });
  };
  try {
    await ready.promise;
    if (overTls) await trustSystem(environment['DATA_DIR'] ?? '');
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(limit);
  }

  return {
    ...toAddresses(environment, overTls),
    launcher,
    output: () => output,
    errors: () => errors,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The addresses of a system with these ports and this data folder. */
export function toAddresses(
  environment: Readonly<Record<string, string>>,
  overTls = isOverTls(),
): SystemAddresses {
  const scheme = overTls ? 'https' : 'http';
  const issuer = `${scheme}://localhost:${environment['OIDC_PORT']}/realms/facturation`;
  return {
    environment,
    issuer,
    gatewayUrl: `${scheme}://localhost:${environment['GATEWAY_PORT']}/graphql`,
    pageUrl: `${scheme}://localhost:${environment['GATEWAY_PORT']}`,
    subgraphUrl: (name) => `${scheme}://localhost:${environment[`${name.toUpperCase()}_PORT`]}/graphql`,
    tokenOf: (user) => fetchToken(issuer, user),
  };
}

async function fetchToken(issuer: string, username: string): Promise<string> {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: 'facturation-web',
      scope: 'openid',
      username,
      password: 'Facturation-2026',
    }),
  });
  const answer = (await response.json()) as { access_token?: string; error_description?: string };
  if (answer.access_token === undefined)
    throw new Error(`No token for ${username}: ${answer.error_description}`);
  return answer.access_token;
}
