import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import type { TransactionSql } from 'postgres';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { sql as statement } from '#platform/database/drizzle.ts';
import { connectSql } from '#platform/database/sql-pool.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { waitFor } from '#platform/testing/wait-for.ts';

let database: TestDatabase;
let connected: Database;
let observer: Database;
let proxy: ReturnType<typeof createServer>;
const clients = new Set<Socket>();

// A wire between pool and server that a test can cut.
before(async () => {
  database = await createTestDatabase('lost');
  const direct = new URL(database.urlOf('lost'));
  proxy = createServer((client) => {
    clients.add(client);
    const server = connect(Number(direct.port), direct.hostname);
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) {
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        server.destroy();
        clients.delete(client);
      });
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = new URL(direct);
  url.hostname = '127.0.0.1';
  url.port = `${(proxy.address() as AddressInfo).port}`;
  connected = connectDatabase({ url: url.href, name: 'lost', maxConnections: 2 });
  observer = connectDatabase({ url: direct.href, name: 'observer', maxConnections: 1 });
  await observer.sql`create table effects (id int)`;
});

after(async () => {
  await connected.close();
  await observer.close();
  proxy.close();
  await database.close();
});

const cuts: Record<string, () => Promise<unknown>> = {
  'the server ends the connection': async () =>
    observer.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lost'`,
  'the connection is closed': async () => {
    for (const client of clients) client.end().destroy();
  },
  'the connection is reset': async () => {
    for (const client of clients) client.resetAndDestroy();
  },
};

for (const [name, cut] of Object.entries(cuts)) {
  test(`when ${name} in a transaction, it rejects, leaves no trace, and the pool goes on`, async () => {
    for (let round = 0; round < 4; round += 1) {
      const lost = connected.db.transaction(async (tx) => {
        await tx.execute(statement`insert into effects values (1)`);
        await tx.execute(statement`select pg_sleep(20)`);
      });
      const rejected = assert.rejects(lost);
      await waitFor('the transaction to be under way', () => isSleeping());
      await cut();
      await rejected;
      await waitFor('the pool to work again', () =>
        connected.db
          .transaction((tx) => tx.execute(statement`select 1`))
          .then(
            () => true,
            () => false,
          ),
      );
    }
    assert.equal((await observer.sql`select 1 from effects`).length, 0);
  });
}

const endings: Record<string, (tx: TransactionSql) => Promise<unknown>> = {
  'sends another statement': async (tx) => tx`insert into effects values (1)`,
  'sends another statement within a savepoint': async (tx) =>
    tx.savepoint((inner) => inner`insert into effects values (1)`),
  fails: () => Promise.reject(new Error('no')),
  'comes to its end': async () => {},
};

for (const [name, finish] of Object.entries(endings)) {
  test(`work that ${name} when the connection has long been gone does no harm`, async () => {
    const waiting = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    const lost = connected.sql.begin(async (tx) => {
      await tx`insert into effects values (1)`;
      begun.resolve();
      await waiting.promise;
      await finish(tx).finally(() => ended.resolve());
    });
    const rejected = assert.rejects(lost, { code: 'CONNECTION_CLOSED' });
    await begun.promise;
    for (const client of clients) client.end().destroy();
    await rejected;
    waiting.resolve();
    await ended.promise;
    // What was written to a closed connection would be met in the next turn of the loop.
    await waitFor('the pool to work again', () =>
      connected.sql`select 1`.then(
        () => true,
        () => false,
      ),
    );
    assert.equal((await observer.sql`select 1 from effects`).length, 0);
  });
}

test('a transaction that fails for another reason is rolled back and rejects with that reason', async () => {
  const reason = new Error('no');
  const failed = connected.db.transaction(async (tx) => {
    await tx.execute(statement`insert into effects values (1)`);
    throw reason;
  });
  await assert.rejects(failed, reason);
  assert.equal((await observer.sql`select 1 from effects`).length, 0);
});

test('a transaction whose work lost another connection is rolled back and rejects with that', async () => {
  const reason = Object.assign(new Error('the other one is gone'), { code: 'CONNECTION_CLOSED' });
  const failed = connected.sql.begin(async (tx) => {
    await tx`insert into effects values (1)`;
    throw reason;
  });
  await assert.rejects(failed, reason);
  assert.equal((await observer.sql`select 1 from effects`).length, 0);
});

test('a pool that lost a statement with its connection closes soon', async () => {
  const url = new URL(database.urlOf('lost'));
  url.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const pool = connectSql({ url: url.href, name: 'closing' });
  const rejected = assert.rejects(pool.sql`select pg_sleep(20)`, { code: 'CONNECTION_CLOSED' });
  await waitFor('the statement to be under way', () => isSleeping('closing'));
  for (const client of clients) client.end().destroy();
  await rejected;
  const closingAt = performance.now();
  await pool.close();
  assert.ok(performance.now() - closingAt < 10_000);
});

async function isSleeping(name = 'lost'): Promise<boolean> {
  const rows = await observer.sql`
    select 1 from pg_stat_activity where application_name = ${name} and wait_event = 'PgSleep'`;
  return rows.length === 1;
}
