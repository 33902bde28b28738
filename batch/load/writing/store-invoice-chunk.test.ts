import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connectSql, type SqlPool } from '#platform/database/sql-pool.ts';
import type { Chunk } from '../reading/thread-messages.ts';
import { createTestLedger, type TestLedger } from '../testing/test-ledger.ts';
import { storeInvoiceChunk } from './store-invoice-chunk.ts';

let ledger: TestLedger;
let pool: SqlPool;

before(async () => {
  ledger = await createTestLedger();
  pool = connectSql({ url: ledger.url, name: 'store-invoice-chunk-test', maxConnections: 1 });
});

after(async () => {
  await pool.close();
  await ledger.close();
});

for (const bytes of [1_000, 30_000_000]) {
  test(`a COPY of ${bytes} bytes that the server refuses is an error at once`, {
    timeout: 60_000,
  }, async () => {
    const end = { byteOffset: 1, rowNumber: 2, line: 2 };
    const chunk: Chunk = {
      id: 1,
      items: new Uint8Array(bytes),
      details: undefined,
      itemCount: 1,
      leftOutRows: 0,
      readRows: 1,
      rejects: [],
      next: end,
      isLast: true,
    };
    const store = pool.sql.begin((tx) =>
      storeInvoiceChunk(tx, '01a1ff90-0000-7000-8000-000000000001', chunk),
    );
    await assert.rejects(store, { code: '22P04', message: /signature/ });
    const [row] = await pool.sql`select 1 as one`;
    assert.equal(row?.['one'], 1);
  });
}
