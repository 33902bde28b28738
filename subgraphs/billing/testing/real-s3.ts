import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '#platform/testing/free-port.ts';
import { waitFor } from '#platform/testing/wait-for.ts';

/** A store that speaks the protocol of S3, verifies signatures and keeps objects as files (Apache License 2.0). */
export const s3Module = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0';

/** A store of objects with one bucket. */
export interface RealS3 {
  readonly url: string;
  readonly keyId: string;
  readonly secret: string;
  readonly region: string;
  /** The file of an object. */
  toPath(key: string): string;
  /** Ends the process by SIGKILL. */
  kill(): Promise<void>;
  /** Starts another one on the same port. */
  restart(): Promise<void>;
}

const bucket = 'invoices';
const credentials = { keyId: 'a-key-of-tests', secret: randomUUID() };
const region = 'eu-west-3';

/** Starts a store on a free port of 127.0.0.1, which keeps what it has in a folder. */
export async function startRealS3(program: string, folder: string): Promise<RealS3> {
  const port = await findFreePort();
  const buckets = join(folder, 'buckets');
  const attributes = join(folder, 'attributes');
  await Promise.all([join(buckets, bucket), attributes].map((path) => mkdir(path, { recursive: true })));
  const args = ['--port', `127.0.0.1:${port}`, '--region', region, '--quiet'];
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(program, [...args, 'posix', '--sidecar', attributes, buckets], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ROOT_ACCESS_KEY: credentials.keyId, ROOT_SECRET_KEY: credentials.secret },
    });
    const isUp = async () => (await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)) !== undefined;
    await waitFor('the store of objects', isUp, 60_000).catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    });
    return child;
  };
  let child = await start();
  return {
    url: `http://127.0.0.1:${port}/${bucket}`,
    ...credentials,
    region,
    toPath: (key) => join(buckets, bucket, key),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    restart: async () => {
      child = await start();
    },
  };
}
