import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './free-port.ts';
import { waitFor } from './wait-for.ts';

/** A Redis or Valkey server, as Debian's package has it; it keeps nothing on disk. */
export interface RedisServer {
  readonly url: string;
  /** Ends it by SIGKILL, with all that it knew. */
  kill(): Promise<void>;
  /** Starts another one on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The server's program on this machine, if there is one. */
export function findRedisProgram(): string | undefined {
  return ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);
}

/**
 * Starts a server on a free port of 127.0.0.1 and waits until it listens.
 *
 * @throws when there is no program for it, or it does not listen in time
 */
export async function startRedisServer(): Promise<RedisServer> {
  const program = findRedisProgram();
  if (program === undefined) throw new Error('Neither redis-server nor valkey-server is here.');
  const port = await findFreePort();
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const start = async (): Promise<ChildProcess> => {
    const places = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
    const child = spawn(program, [...places, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
    await waitFor('the server to listen', () => isListening(port), 30_000);
    return child;
  };
  let child = await start();
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    restart: async () => {
      child = await start();
    },
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true });
    },
  };
}

async function isListening(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
