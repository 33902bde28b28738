import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { createLog } from '#platform/log/log.ts';
import { findFreePort } from './free-port.ts';
import { waitFor } from './wait-for.ts';

/** A PostgreSQL server of a test's own, which the test may kill. */
export interface KillablePostgres {
  /** The URL of the database `postgres` with the role `postgres`. */
  readonly url: string;
  /** Ends it with SIGKILL, as the kernel does when memory runs out. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, with its data and on its port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server with an empty cluster. What was written survives the server's death, not the machine's. */
export async function startKillablePostgres(): Promise<KillablePostgres> {
  const parent = await mkdtemp(join(tmpdir(), 'facturation-killable-'));
  const folder = join(parent, 'postgres');
  const options = {
    folder,
    port: await findFreePort(),
    password: 'test',
    log: createLog({ name: 'postgres', level: 'silent' }),
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '100' },
  };
  let server = await startEmbeddedPostgres(options);
  return {
    url: server.url,
    kill: async () => {
      const [pid] = (await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
      await waitFor('the server to be gone', () => !isAlive(Number(pid)));
    },
    restart: async () => {
      // Backends notice a moment later that their server is gone, and until then hold its memory.
      server = await waitFor('the server to start again', () =>
        startEmbeddedPostgres(options).catch(() => false),
      );
    },
    stop: async () => {
      await server.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
