import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';

// Each test shows a fault of a library as it is. One that fails means that the patch it names can go.

const require = createRequire(import.meta.url);
let database: TestDatabase;

before(async () => {
  database = await createTestDatabase('unpatched');
});
after(() => database.close());

test('kafkajs sets a timer though no request waits (quiet-request-queue.ts)', () => {
  const queue = require('kafkajs/src/network/requestQueue') as {
    prototype: { scheduleCheckPendingRequests(this: object): void };
  };
  const idle = {
    pending: [],
    throttledUntil: Date.now() + 60_000,
    throttleCheckTimeoutId: null as NodeJS.Timeout | null,
    checkPendingRequests: () => undefined,
  };
  queue.prototype.scheduleCheckPendingRequests.call(idle);
  assert.notEqual(idle.throttleCheckTimeoutId, null);
  clearTimeout(idle.throttleCheckTimeoutId ?? undefined);
});

test('kafkajs copies the parts of each record (event-log/kafka/read-wire-records.ts)', () => {
  const { version } = require('kafkajs/package.json') as { version: string };
  assert.equal(
    version,
    '2.2.4',
    'measure bench/event-log.ts without the patch, and name this version if it is needed',
  );
});

test('postgres.js does not tell a COPY that has sent all of its refusal (copy-in.ts)', async (t) => {
  const sql = openUnpatched();
  t.after(() => sql.end({ timeout: 1 }));
  await sql`create table if not exists numbers (number integer)`;
  const target = await sql`copy numbers from stdin`.writable();
  target.end('x\n');
  await waitFor('the connection to be used again', () =>
    sql`select 1`.then(
      () => true,
      () => false,
    ),
  );
  assert.equal(target.errored, null);
});

test('postgres.js sends CopyFail after a COPY that has ended well (copy-in.ts)', async (t) => {
  const sent: number[] = [];
  const sql = openUnpatched((socket) => {
    const write = socket.write.bind(socket) as (bytes: Uint8Array, ...rest: never[]) => boolean;
    socket.write = ((bytes: Uint8Array, ...rest: never[]) => {
      sent.push(bytes[0] ?? 0);
      return write(bytes, ...rest);
    }) as Socket['write'];
  });
  t.after(() => sql.end({ timeout: 1 }));
  await sql`create table if not exists numbers (number integer)`;
  const target = await sql`copy numbers from stdin`.writable();
  target.end('1\n');
  await finished(target);
  await sql`select 1`;
  assert.ok(sent.includes('f'.charCodeAt(0)));
});

for (const [what, trigger, patch] of [
  ['types', 'pg_type', 'sql-pool.ts, readsArrays'],
  ['transaction', "'lose'", 'survive-connection-loss.ts'],
] as const) {
  test(`a lost connection ends the process of postgres.js: ${what} (${patch})`, {
    timeout: 60_000,
  }, async (t) => {
    const url = await openCutWire(t, trigger);
    const { output, code } = await run(
      fileURLToPath(new URL('testing/lose-connection.ts', import.meta.url)),
      url,
      what,
    );
    assert.doesNotMatch(output, /survived/);
    // An error that nobody caught.
    assert.equal(code, 1);
  });
}

function openUnpatched(watch: (socket: Socket) => void = () => undefined) {
  const { hostname, port } = new URL(database.urlOf('unpatched'));
  const options = {
    max: 1,
    fetch_types: false,
    onnotice: () => {},
    // Not among the driver's documented options.
    socket: async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      watch(socket);
      return socket;
    },
  };
  return postgres(database.urlOf('unpatched'), options);
}

/** As PostgreSQL ends a connection that is terminated: the message ErrorResponse, SQLSTATE 57P01. */
const terminated = Buffer.from('E\0\0\0\x1fSFATAL\0C57P01\0Mterminated\0\0', 'latin1');

/** The address of a wire to the server that is terminated when a client sends a text. */
async function openCutWire(t: { after(end: () => void): void }, trigger: string): Promise<string> {
  const url = new URL(database.urlOf('unpatched'));
  const target = { port: Number(url.port), host: url.hostname };
  const wire = createServer((client) => {
    const server = connect(target);
    client.on('data', (bytes) => {
      if (bytes.includes(trigger)) client.end(terminated);
      else server.write(bytes);
    });
    server.pipe(client);
    for (const socket of [client, server]) {
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        server.destroy();
      });
    }
  });
  wire.listen(0, '127.0.0.1');
  await once(wire, 'listening');
  t.after(() => wire.close());
  url.hostname = '127.0.0.1';
  url.port = `${(wire.address() as AddressInfo).port}`;
  return url.href;
}

function run(...args: readonly string[]): Promise<{ readonly output: string; readonly code: unknown }> {
  const ended = Promise.withResolvers<{ readonly output: string; readonly code: unknown }>();
  execFile(process.execPath, [...args], { timeout: 60_000 }, (error, stdout) =>
    ended.resolve({ output: stdout, code: error === null ? 0 : error.code }),
  );
  return ended.promise;
}
