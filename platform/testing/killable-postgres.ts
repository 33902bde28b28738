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
  /** Ends it with SIGKILL, with all processes of it. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, with its data and on its port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Quick: what was written survives the server's death, not the machine's. */
const quickSettings = { fsync: 'off', full_page_writes: 'off', max_connections: '100' };

/** Starts a server with an empty cluster. */
export async function startKillablePostgres(
  settings: Readonly<Record<string, string>> = quickSettings,
): Promise<KillablePostgres> {
  const parent = await mkdtemp(join(tmpdir(), 'facturation-killable-'));
  const folder = join(parent, 'postgres');
  const options = {
    folder,
    port: await findFreePort(),
    password: 'test',
    log: createLog({ name: 'postgres', level: 'silent' }),
    settings,
  };
  let server = await startEmbeddedPostgres(options);
  return {
    url: server.url,
    kill: async () => {
      const [pid] = (await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n');
      await killWithChildren(Number(pid));
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

/** The parent is halted first, so that it neither starts another child nor ends the others in order. */
async function killWithChildren(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  const listed = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const children = listed.split(' ').filter((child) => child.trim() !== '');
  const pids = [...children.map(Number), pid];
  for (const one of pids) if (isAlive(one)) process.kill(one, 'SIGKILL');
  await waitFor('the server to be gone', () => pids.every((one) => !isAlive(one)));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
