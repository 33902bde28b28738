import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';

/** The command of a process, without the processor that it runs on. */
export interface Launch {
  readonly command: readonly [file: string, ...rest: string[]];
  readonly environment: Readonly<Record<string, string>>;
}

/** A process that answers GraphQL on a processor of its own. */
export interface PinnedProcess extends AsyncDisposable {
  readonly pid: number;
  readonly url: string;
}

/** Reading a supergraph takes the slowest a few seconds. */
const readyWithinMs = 60_000;

/** The gateways' processor; everything else runs on the others. */
const gatewayCpu = '0';

/** Keeps this process and those that it starts off the gateways' processor. */
export async function leaveGatewayCpu(processors: number): Promise<void> {
  const others = processors > 2 ? `1-${processors - 1}` : '1';
  const [code] = await once(
    spawn('taskset', ['-apc', others, `${process.pid}`], { stdio: 'ignore' }),
    'exit',
  );
  if (code !== 0) throw new Error('taskset of util-linux is needed, and a second processor.');
}

/** Starts a process that does not answer for a gateway, on the processors of this one. */
export function startBesideGateways({ command: [file, ...rest], environment }: Launch): ChildProcess {
  return spawn(file, rest, { stdio: ['ignore', 'ignore', 'inherit'], env: toEnvironment(environment) });
}

/** Starts a gateway and waits until it answers. */
export async function startGateway(
  toLaunch: (port: number) => Launch | Promise<Launch>,
): Promise<PinnedProcess> {
  const port = await findFreePort();
  const { command, environment } = await toLaunch(port);
  const child = spawn('taskset', ['-c', gatewayCpu, ...command], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: toEnvironment(environment),
  });
  const stop = () => stopProcess(child);
  const url = `http://127.0.0.1:${port}/graphql`;
  try {
    await waitFor(`${command.at(-1)} to answer`, () => hasEnded(child) || answers(url), readyWithinMs);
    if (hasEnded(child) || child.pid === undefined) throw new Error(`${command.join(' ')} has ended.`);
    return { pid: child.pid, url, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ends a process, at once if it takes too long to say goodbye. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await exited;
  clearTimeout(timer);
}

const stopWithinMs = 3_000;

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Nothing of this process's variables but the path, and what Node keeps compiled. */
function toEnvironment(environment: Launch['environment']): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...environment };
}
