import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildGoProgram } from '#platform/testing/build-go-program.ts';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';

const opaModule = 'github.com/open-policy-agent/opa@v1.22.3';
const readyWithinMs = 60_000;
const endWithinMs = 10_000;

/** A process of the Open Policy Agent. */
export interface RealOpa {
  readonly url: string;
  /** Ends the process by SIGKILL. */
  kill(): Promise<void>;
  /** Starts another one on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Builds the Open Policy Agent with Go. Resolves to the program, in a folder that the caller removes. */
export function buildOpa(folder: string): Promise<string> {
  return buildGoProgram(opaModule, folder);
}

/**
 * Starts the agent on a free port of 127.0.0.1 and waits until it is healthy.
 *
 * @param rego its policies; with a package `system.authz` among them it asks for bearer tokens and decides by that package who may call
 * @throws when it is not healthy in time, with what it said
 */
export async function startRealOpa(program: string, rego: readonly string[]): Promise<RealOpa> {
  const folder = await mkdtemp(join(tmpdir(), 'opa-'));
  const files = rego.map((_text, index) => join(folder, `policies-${index}.rego`));
  await Promise.all(rego.map((text, index) => writeFile(files[index] ?? '', text)));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const guards = rego.some((text) => text.includes('package system.authz'))
    ? ['--authentication=token', '--authorization=basic']
    : [];
  const logFile = join(folder, 'log');
  const start = async (): Promise<ChildProcess> => {
    const args = ['run', '--server', '--disable-telemetry', `--addr=127.0.0.1:${port}`, ...guards, ...files];
    const agent = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const log = createWriteStream(logFile, { flags: 'a' });
    agent.stdout.pipe(log, { end: false });
    agent.stderr.pipe(log, { end: false });
    agent.once('close', () => log.end());
    // Any answer shows that it listens: whether it gives its health away is its policy's affair.
    const isUp = async () =>
      agent.exitCode === null && (await fetch(`${url}/health`).catch(() => false)) !== false;
    await waitFor('the agent', isUp, readyWithinMs).catch(async (error: unknown) => {
      agent.kill('SIGKILL');
      throw new Error(`The agent did not start: ${await readFile(logFile, 'utf8')}`, { cause: error });
    });
    return agent;
  };
  let agent = await start();
  return {
    url,
    kill: () => end(agent, 'SIGKILL'),
    restart: async () => {
      agent = await start();
    },
    stop: async () => {
      await end(agent, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function end(agent: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (agent.exitCode !== null || agent.signalCode !== null) return;
  const ended = once(agent, 'exit');
  agent.kill(signal);
  const done = await Promise.race([ended.then(() => true), wait(endWithinMs, false, { ref: false })]);
  if (!done) {
    agent.kill('SIGKILL');
    await ended;
  }
}
