import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { v7 as createId } from 'uuid';
import { connectDatabase, type Database } from '#platform/database/database.ts';
import { startTestProcess } from '#platform/testing/test-process.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createTestLedger, type TestLedger } from '../load/testing/test-ledger.ts';
import { findMapping } from '../mapping/find-mapping.ts';
import { addRequest } from '../queue/add-request.ts';
import { receiveUpload } from '../uploads/receive-upload.ts';
import { addUpload, beginUpload } from '../uploads/upload-store.ts';

let ledger: TestLedger;
let database: Database;

before(async () => {
  ledger = await createTestLedger();
  database = connectDatabase({ url: ledger.url, name: 'test' });
});
after(async () => {
  await database.close();
  await ledger.close();
});

/** Enough rows for several chunks of each partition. */
const rows = 120_000;
const chunkTimeMs = 60_000;

const startKeeper = () =>
  startTestProcess({
    main: new URL('main.ts', import.meta.url),
    portVariable: 'BATCH_WORKER_PORT',
    environment: { DATABASE_URL: ledger.url, NODE_ENV: 'test' },
  });

async function queueFile(prefix: string): Promise<string> {
  const { sql, db } = database;
  const lines = Array.from(
    { length: rows },
    (_, nth) => `${prefix}-${nth},Ada,${nth % 1000}.25,EUR,2026-03-01T09:30:00Z\n`,
  );
  const bytes = Buffer.from(`invoiceNumber,customerName,amount,currency,issuedAt\n${lines.join('')}`);
  const uploadId = createId();
  await addUpload(sql, { id: uploadId, subject: 'test', fileName: `${prefix}.csv`, fileBytes: bytes.length });
  const upload = await beginUpload(sql, uploadId);
  assert.ok(upload);
  const signal = AbortSignal.timeout(chunkTimeMs);
  await receiveUpload(sql, upload, Readable.from([bytes]), { days: 1, silenceMs: chunkTimeMs, signal });
  const id = createId();
  const mapping = await findMapping('facturation');
  await db.transaction((tx) =>
    addRequest(tx, {
      id,
      kind: 'LOAD',
      subject: 'test',
      fileName: `${prefix}.csv`,
      uploadId,
      mapping: { name: mapping.name, value: mapping },
      parameters: {},
      skipLimit: 0,
      reasonPercent: null,
      instanceId: null,
    }),
  );
  return id;
}

async function readRequest(id: string) {
  const [row] = await database.sql<
    { status: string; attempts: number; worker: string | null; message: string | null; loadedRows: number }[]
  >`
    select r.status, r.attempts, r.worker, r.message, coalesce(o.loaded_rows, 0)::int as "loadedRows"
    from import_requests r left join job_overviews o on o.id = r.instance_id where r.id = ${id}`;
  assert.ok(row);
  return row;
}

/** Waits until a worker has committed some of the file, and not all; gives its process id. */
async function waitForHalf(id: string): Promise<number> {
  await waitFor('a chunk to be committed', async () => (await readRequest(id)).loadedRows > 0, chunkTimeMs);
  const { status, worker, loadedRows } = await readRequest(id);
  assert.equal(status, 'RUNNING');
  assert.ok(loadedRows < rows);
  return Number(worker?.split(':').at(-1));
}

async function assertLoadedOnce(id: string, prefix: string): Promise<void> {
  const hasEnded = async () => !['QUEUED', 'RUNNING'].includes((await readRequest(id)).status);
  await waitFor('the request to end', hasEnded, chunkTimeMs);
  const { status, message, loadedRows } = await readRequest(id);
  assert.deepEqual([status, message, loadedRows], ['COMPLETED', null, rows]);
  const [stored] = await ledger.admin`
    select count(*)::int as count, count(distinct number)::int as numbers from billing.invoices
    where number like ${`${prefix}-%`}`;
  assert.deepEqual({ ...stored }, { count: rows, numbers: rows });
}

test('a worker that is killed in the middle of a file is replaced, and the file is loaded once', async (t) => {
  const keeper = await startKeeper();
  t.after(() => keeper.kill());
  const id = await queueFile('W');
  process.kill(await waitForHalf(id), 'SIGKILL');
  await assertLoadedOnce(id, 'W');
  assert.equal((await readRequest(id)).attempts, 2);
  assert.equal(await keeper.terminate(), 0);
});

test('a keeper that is killed takes its worker with it, and another keeper goes on', async (t) => {
  const first = await startKeeper();
  t.after(() => first.kill());
  const id = await queueFile('K');
  const pid = await waitForHalf(id);
  await first.kill();
  await waitFor('the worker to be gone', () => !isAlive(pid), chunkTimeMs);
  const second = await startKeeper();
  t.after(() => second.kill());
  await assertLoadedOnce(id, 'K');
});

test('a keeper that is told to end gives its request back, which counts no attempt', async (t) => {
  const first = await startKeeper();
  t.after(() => first.kill());
  const id = await queueFile('E');
  await waitForHalf(id);
  assert.equal(await first.terminate(), 0);
  const { status, attempts } = await readRequest(id);
  assert.deepEqual([status, attempts], ['QUEUED', 0]);
  const second = await startKeeper();
  t.after(() => second.kill());
  await assertLoadedOnce(id, 'E');
  assert.equal((await readRequest(id)).attempts, 1);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
