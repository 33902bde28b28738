import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as sendRaw } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Command } from 'commander';
import { writeCii } from '#documents/cii/write-cii.ts';
import { renderPdf } from '#documents/pdf/render-pdf.ts';
import { sampleInvoice } from '#documents/testing/sample-invoice.ts';
import { drizzle } from '#platform/database/drizzle.ts';
import { createLog } from '#platform/log/log.ts';
import { createAbsentDatabase } from '#platform/testing/absent-database.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { addRestartCommand } from '../commands/restart.ts';
import { documentColumns } from '../documents/document-columns.ts';
import { inspectedBytes } from '../inspect/inspect-file.ts';
import { createTestLedger, type TestLedger } from '../load/testing/test-ledger.ts';
import { beginUpload, completeUpload, emptyUpload, savePart } from '../uploads/upload-store.ts';
import { startUploadSweeper } from '../uploads/upload-sweeper.ts';
import { ImportWorker } from '../worker/import-worker.ts';
import { followRequest } from './follow-request.ts';
import { importBounds } from './import-bounds.ts';
import { createBatchSubgraph } from './subgraph.ts';
import { testSettings } from './testing/test-settings.ts';

let ledger: TestLedger;
let subgraph: TestSubgraph;
let biller: GraphqlClient;

before(async () => {
  ledger = await createTestLedger();
  subgraph = await startTestSubgraph(createBatchSubgraph(testSettings), { databaseUrl: ledger.url });
  biller = await subgraph.as('BILLING_MANAGER');
});
after(async () => {
  await subgraph.close();
  await ledger.close();
});

const header = 'invoiceNumber,customerName,amount,currency,issuedAt';
const toRow = (number: string, amount = '12.50') => `${number},Ada,${amount},EUR,2026-03-01T09:30:00Z`;
const toFile = (...rows: string[]) => `${[header, ...rows].join('\n')}\n`;

interface UserErrors {
  readonly userErrors: readonly {
    readonly field: string[];
    readonly message: string;
    readonly code: string;
  }[];
}
const codesOf = ({ userErrors }: UserErrors) =>
  userErrors.map(({ field, code }) => `${field.join('.')}: ${code}`);

/** Calls a field with an input, as a billing manager. */
async function call<Payload>(field: string, type: string, input: object, selection: string, client = biller) {
  const kind = field === 'inspectImport' ? 'query' : 'mutation';
  const { data, errors } = await client<Record<string, Payload & UserErrors>>(
    `${kind} ($input: ${type}!) { ${field}(input: $input) { ${selection} userErrors { field message code } } }`,
    { input },
  );
  assert.deepEqual(errors, []);
  const payload = data[field];
  assert.ok(payload);
  return payload;
}

const createUpload = (fileName: string, bytes: number) =>
  call<{ uploadId: string; url: string }>(
    'createImportUpload',
    'CreateImportUploadInput',
    { fileName, bytes },
    'uploadId url expiresAt',
  );

async function send(url: string, body: string | Buffer, role = 'BILLING_MANAGER') {
  const response = await fetch(new URL(url, subgraph.url), {
    method: 'PUT',
    headers: { authorization: `Bearer ${await subgraph.tokenOf(role)}`, 'content-type': 'text/csv' },
    body,
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

async function upload(fileName: string, text: string | Buffer): Promise<string> {
  const { uploadId, url, userErrors } = await createUpload(fileName, Buffer.byteLength(text));
  assert.deepEqual(userErrors, []);
  const { status, answer } = await send(url, text);
  assert.equal(status, 201, JSON.stringify(answer));
  assert.equal(answer['sha256'], createHash('sha256').update(text).digest('hex'));
  return uploadId;
}

const requestFields = `id kind status attempts code message
  job { id number status fileName counts { readRows loadedInvoices rejectedRows } }
  dryRun { records readRows items rejectedRows problems { rowNumber column code } reasons { code count } }
  kept { number reason }`;

interface ImportRequest {
  readonly id: string;
  readonly status: string;
  readonly attempts: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly job: { id: string; number: number; status: string; counts: Record<string, number> } | null;
  readonly dryRun: Record<string, unknown> | null;
  readonly kept: unknown[];
}

const start = (input: object) =>
  call<{ request: ImportRequest }>('startImport', 'StartImportInput', input, `request { ${requestFields} }`);

function createWorker(signal = new AbortController().signal): ImportWorker {
  const { sql } = subgraph.database;
  const log = createLog({ name: 'test', level: 'silent' });
  return new ImportWorker({ sql, url: ledger.url, seller: testSettings.seller, log, signal });
}

async function read(id: string): Promise<ImportRequest> {
  const { data, errors } = await biller<{ importRequest: ImportRequest }>(
    `query ($id: ID!) { importRequest(id: $id) { ${requestFields} } }`,
    { id },
  );
  assert.deepEqual(errors, []);
  return data.importRequest;
}

const countInvoices = async (prefix: string) => {
  const [row] = await ledger.admin`
    select count(*)::int as count from billing.invoices where number like ${`${prefix}%`}`;
  return row?.['count'];
};

const mapping = { name: 'facturation' };

test('a file is uploaded, inspected, tried, loaded, and taken back, and its rejected rows are a file to download', async () => {
  const text = toFile(toRow('F-1'), toRow('F-2', 'x'), toRow('F-3'), toRow('F-4'));
  const uploadId = await upload('märz.csv', text);

  const { inspection, userErrors } = await call<{ inspection: Record<string, unknown> }>(
    'inspectImport',
    'InspectImportInput',
    { uploadId, mapping },
    `inspection { fileName fileBytes compression encoding separator columns rows isWhole missing mapping { name records }
      trial { records readRows items rejectedRows problems { rowNumber line column code } } }`,
  );
  assert.deepEqual(userErrors, []);
  assert.deepEqual(inspection, {
    fileName: 'märz.csv',
    fileBytes: Buffer.byteLength(text),
    compression: null,
    encoding: 'utf-8',
    separator: ',',
    columns: header.split(','),
    rows: ['F-1,12.50', 'F-2,x', 'F-3,12.50', 'F-4,12.50'].map((row) => {
      const [number, amount] = row.split(',');
      return [number, 'Ada', amount, 'EUR', '2026-03-01T09:30:00Z'];
    }),
    isWhole: true,
    missing: [],
    mapping: { name: 'facturation', records: 'INVOICES' },
    trial: {
      records: 'INVOICES',
      readRows: 4,
      items: 3,
      rejectedRows: 1,
      problems: [{ rowNumber: 2, line: 3, column: 'amount', code: 'NOT_A_NUMBER' }],
    },
  });

  const tried = await start({ uploadId, mapping, dryRun: true });
  const loaded = await start({ uploadId, mapping, skipLimit: 1, reasonPercent: null });
  assert.equal(loaded.request.status, 'QUEUED');
  assert.equal(await createWorker().drain(), 2);

  const trial = await read(tried.request.id);
  assert.deepEqual([trial.status, trial.job, trial.dryRun?.['items']], ['COMPLETED', null, 3]);
  const done = await read(loaded.request.id);
  assert.deepEqual([done.status, done.code, done.message], ['COMPLETED', null, null]);
  assert.deepEqual(done.job?.counts, { readRows: 4, loadedInvoices: 3, rejectedRows: 1 });
  assert.equal(await countInvoices('F-'), 3);

  const jobId = done.job?.id ?? '';
  const { url } = await call<{ url: string }>(
    'createImportRejectFile',
    'CreateImportRejectFileInput',
    { jobId },
    'url',
  );
  const token = await subgraph.tokenOf('BILLING_MANAGER');
  const file = await fetch(new URL(url, subgraph.url), { headers: { authorization: `Bearer ${token}` } });
  assert.equal(file.status, 200);
  assert.equal(
    file.headers.get('content-disposition'),
    "attachment; filename*=UTF-8''m%C3%A4rz.csv.rejects.csv",
  );
  const [head = '', ...rows] = (await file.text()).split('\r\n');
  assert.match(head, new RegExp(`,${header}$`));
  assert.match(rows[0] ?? '', /^2,\d+,amount,NOT_A_NUMBER,.*,F-2,Ada,x,EUR,/);

  // The corrected file completes the import, with the mapping of the job.
  const [first = ''] = rows;
  const corrected = `${head}\r\n${first.replace(',x,', ',7.50,')}\r\n`;
  const correctedId = await upload('märz.csv.rejects.csv', corrected);
  const { request: rest } = await start({ uploadId: correctedId, mapping: { jobId }, skipLimit: 0 });
  await createWorker().drain();
  assert.deepEqual((await read(rest.id)).job?.counts, { readRows: 1, loadedInvoices: 1, rejectedRows: 0 });
  assert.equal(await countInvoices('F-'), 4);

  const undone = await call<{ request: ImportRequest }>(
    'undoImport',
    'UndoImportInput',
    { jobId },
    `request { id status }`,
    await subgraph.as('ADMIN', 'BILLING_MANAGER'),
  );
  await createWorker().drain();
  const gone = await read(undone.request.id);
  assert.deepEqual([gone.status, gone.job?.status, gone.kept], ['COMPLETED', 'UNDONE', []]);
  assert.equal(await countInvoices('F-'), 1);
});

test('an electronic invoice is uploaded as PDF, inspected and loaded, and needs its own mapping', async () => {
  const facturX = Buffer.from(writeCii({ ...sampleInvoice, number: 'PDF-1' }));
  const pdf = await renderPdf({ ...sampleInvoice, number: 'PDF-1' }, { language: 'en', facturX });
  const uploadId = await upload('invoice.pdf', pdf);
  const selection = `inspection { fileName columns isWhole mapping { name records }
    trial { readRows items rejectedRows } }`;
  const { inspection, userErrors } = await call<{ inspection: Record<string, unknown> }>(
    'inspectImport',
    'InspectImportInput',
    { uploadId },
    selection,
  );
  assert.deepEqual(userErrors, []);
  assert.deepEqual(inspection, {
    fileName: 'invoice.pdf',
    columns: [...documentColumns],
    isWhole: true,
    mapping: { name: 'documents', records: 'INVOICES' },
    trial: { readRows: 4, items: 1, rejectedRows: 0 },
  });
  const wrong = await call<object>('inspectImport', 'InspectImportInput', { uploadId, mapping }, selection);
  assert.match(wrong.userErrors[0]?.message ?? '', /electronic invoice .* take documents/);

  const loaded = await start({ uploadId, mapping: { name: 'documents' } });
  await createWorker().drain();
  assert.deepEqual((await read(loaded.request.id)).job?.counts, {
    readRows: 4,
    loadedInvoices: 1,
    rejectedRows: 0,
  });
  const refused = await start({ uploadId, mapping });
  await createWorker().drain();
  const { status, code, message } = await read(refused.request.id);
  assert.deepEqual([status, code], ['FAILED', 'FILE_UNSUPPORTED']);
  assert.match(message ?? '', /^invoice\.pdf is a PDF, XML, or a folder/);
});

test('a long document is inspected whole, whatever its name', async () => {
  const comments = `<!--${'x'.repeat(1_000)}-->`.repeat(inspectedBytes / 900);
  const text = writeCii(sampleInvoice).replace(/<ram:Name>/, `${comments}<ram:Name>`);
  const uploadId = await upload('facture', text);
  const { inspection, userErrors } = await call<{ inspection: object }>(
    'inspectImport',
    'InspectImportInput',
    { uploadId },
    'inspection { isWhole mapping { name } trial { readRows items rejectedRows } }',
  );
  assert.deepEqual(userErrors, []);
  assert.deepEqual(inspection, {
    isWhole: true,
    mapping: { name: 'documents' },
    trial: { readRows: 4, items: 1, rejectedRows: 0 },
  });
});

test('an upload of another length, or one that breaks off, leaves nothing and can be sent again', async () => {
  const text = toFile(toRow('B-1'));
  const { uploadId, url } = await createUpload('b.csv', text.length);
  for (const wrong of [text.slice(1), `${text}x`]) {
    const { status, answer } = await send(url, wrong);
    assert.deepEqual([status, answer['code']], [400, 'WRONG_LENGTH']);
  }
  const broken = sendRaw(new URL(url, subgraph.url), {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${await subgraph.tokenOf('BILLING_MANAGER')}`,
      'content-type': 'text/csv',
      'content-length': text.length,
    },
  });
  broken.on('error', () => undefined);
  broken.write(text.slice(0, 10));
  const state = async () => {
    const [row] = await subgraph.database.sql`
      select state, (select count(*)::int from upload_parts where upload_id = ${uploadId}) as parts
      from uploads where id = ${uploadId}`;
    return `${row?.['state']} ${row?.['parts']}`;
  };
  await waitFor('the upload to begin', async () => (await state()) === 'FILLING 0');
  const second = await send(url, text);
  assert.deepEqual([second.status, second.answer['code']], [409, 'UPLOAD_BEGUN']);
  broken.destroy();
  await waitFor('the upload to be empty', async () => (await state()) === 'EMPTY 0');
  const [row] = await subgraph.database.sql`
    select expires_at - created_at >= interval '15 minutes' as "isAwaited" from uploads where id = ${uploadId}`;
  assert.equal(row?.['isAwaited'], true, 'the file can be sent again for as long as its address is good');

  const unfinished = await start({ uploadId, mapping });
  assert.deepEqual(codesOf(unfinished), ['uploadId: NOT_FOUND']);
  assert.equal((await send(url, text)).status, 201);
});

test('pieces of a file whose process was killed are removed, and the file can be sent again', async () => {
  const text = toFile(toRow('K-1'));
  const { sql } = subgraph.database;
  const kill = async (uploadId: string) => {
    await sql`
      update uploads set state = 'FILLING', expires_at = now() - interval '1 second' where id = ${uploadId}`;
    await sql`insert into upload_parts (upload_id, part, bytes) values (${uploadId}, 0, ${Buffer.from('x')})`;
  };
  const first = await createUpload('first.csv', text.length);
  await kill(first.uploadId);
  // Without waiting for the sweeper.
  assert.equal((await send(first.url, text)).status, 201);

  const second = await createUpload('second.csv', text.length);
  await kill(second.uploadId);
  const sweeper = startUploadSweeper({ sql, log: createLog({ name: 'batch', level: 'silent' }) });
  await sweeper.sweep();
  await sweeper.close();
  const [row] = await sql`
    select state, expires_at > now() as "isAwaited",
      (select count(*)::int from upload_parts where upload_id = ${second.uploadId}) as parts
    from uploads where id = ${second.uploadId}`;
  assert.deepEqual({ ...row }, { state: 'EMPTY', isAwaited: true, parts: 0 });
  assert.equal((await send(second.url, text)).status, 201);
});

test('a process that was taken for dead stores nothing in the next attempt, and removes nothing of it', async () => {
  const { sql } = subgraph.database;
  const { uploadId } = await createUpload('twice.csv', 1);
  const dead = await beginUpload(sql, uploadId);
  await sql`update uploads set expires_at = now() - interval '1 second' where id = ${uploadId}`;
  const next = await beginUpload(sql, uploadId);
  assert.ok(dead && next);
  const end = { sha256: '0'.repeat(64), days: 1 };
  assert.equal(await savePart(sql, next, 0, Buffer.from('x')), true);
  assert.equal(await savePart(sql, dead, 1, Buffer.from('y')), false);
  assert.equal(await completeUpload(sql, dead, end), false);
  await emptyUpload(sql, dead);
  assert.equal(await completeUpload(sql, next, end), true);
  const parts = await sql`select part from upload_parts where upload_id = ${uploadId}`;
  assert.deepEqual(
    parts.map(({ part }) => part),
    [0],
  );
});

test('an address is for one person, one purpose, and a billing manager with the scope', async () => {
  const text = toFile(toRow('A-1'));
  const { uploadId, url } = await createUpload('a.csv', text.length);
  const statusOf = async (...args: Parameters<typeof send>) => (await send(...args)).status;
  assert.equal(await statusOf(url, text, 'USER'), 403);
  const reader = await fetch(new URL(url, subgraph.url), {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${await subgraph.scopedTokenOf(['imports:read'], 'BILLING_MANAGER')}`,
      'content-type': 'text/csv',
    },
    body: text,
  });
  assert.equal(reader.status, 403);
  assert.deepEqual(await reader.json(), {
    code: 'FORBIDDEN',
    message: 'This needs the scope imports:write.',
  });
  assert.equal(
    await statusOf(
      url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      text,
    ),
    404,
  );
  assert.equal(await statusOf(`/files/imports/uploads/${uploadId}`, text), 404);
  const anonymous = await fetch(new URL(url, subgraph.url), { method: 'PUT', body: text });
  assert.equal(anonymous.status, 401);
  const token = await subgraph.tokenOf('ADMIN', 'BILLING_MANAGER');
  const other = await fetch(new URL(url, subgraph.url), {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}` },
    body: text,
  });
  assert.equal(other.status, 404);
  assert.equal(await statusOf(url, text), 201);

  const colleague = await subgraph.as('ADMIN', 'BILLING_MANAGER');
  const { request, userErrors } = await call<{ request: unknown }>(
    'startImport',
    'StartImportInput',
    { uploadId, mapping },
    'request { id }',
    colleague,
  );
  assert.equal(request, null);
  assert.deepEqual(codesOf({ userErrors }), ['uploadId: NOT_FOUND']);
});

test('wrong inputs are told all at once, each at its place, in the mapping too', async () => {
  const { userErrors } = await createUpload('../x.csv', 0.5);
  assert.deepEqual(codesOf({ userErrors }), ['fileName: INVALID', 'bytes: INVALID']);
  assert.deepEqual(codesOf(await createUpload('x.csv', testSettings.maxUploadBytes + 1)), [
    'bytes: OUT_OF_RANGE',
  ]);
  const wrong = await start({
    uploadId: randomUUID(),
    mapping: { json: '{"name":"x","invoice":{"number":7}}' },
    skipLimit: -1,
    skipPercent: 200,
    again: 0,
  });
  const codes = codesOf(wrong);
  for (const code of [
    'uploadId: NOT_FOUND',
    ': INVALID',
    'skipLimit: OUT_OF_RANGE',
    'skipPercent: OUT_OF_RANGE',
    'again: OUT_OF_RANGE',
    'mapping.json.invoice.number: INVALID',
  ]) {
    assert.ok(codes.includes(code), `${code} in ${codes.join(', ')}`);
  }
  const uploadId = await upload('other.csv', 'a;b\n1;2\n');
  const { inspection, userErrors: misfit } = await call<{
    inspection: { trial: unknown; separator: string };
  }>(
    'inspectImport',
    'InspectImportInput',
    { uploadId, mapping },
    'inspection { separator trial { items } }',
  );
  assert.deepEqual(inspection, { separator: ';', trial: null });
  assert.ok(misfit.length > 0 && misfit.every(({ field }) => field[0] === 'mapping'), JSON.stringify(misfit));
});

test('names, mappings, uploads and open requests are bounded', async () => {
  const { nameBytes, mappingBytes, uploads, openRequests } = importBounds;
  const longName = await createUpload(`${'é'.repeat(nameBytes / 2)}x`, 1);
  assert.deepEqual(codesOf(longName), ['fileName: TOO_LONG']);
  const uploadId = await upload('bounds.csv', toFile(toRow('Z-1')));
  const long = await start({ uploadId, mapping: { json: ' '.repeat(mappingBytes + 1) } });
  assert.deepEqual(codesOf(long), ['mapping.json: TOO_LONG']);

  const { sql } = subgraph.database;
  const [owner] = await sql<{ subject: string }[]>`select subject from uploads where id = ${uploadId}`;
  const subject = owner?.subject ?? '';
  await sql`
    insert into import_requests (id, kind, subject, file_name, mapping, due_at)
    select gen_random_uuid(), 'LOAD', ${subject}, 'bounds', '{}', now() + interval '1 day'
    from generate_series(1, ${openRequests}::int)`;
  assert.deepEqual(codesOf(await start({ uploadId, mapping })), [': NOT_ALLOWED']);
  await sql`delete from import_requests where file_name = 'bounds'`;
  await sql`
    insert into uploads (id, subject, file_name, file_bytes, expires_at)
    select gen_random_uuid(), ${subject}, 'bounds', 1, now() + interval '1 hour'
    from generate_series(1, ${uploads}::int)`;
  assert.deepEqual(codesOf(await createUpload('x.csv', 1)), [': NOT_ALLOWED']);
  await sql`delete from uploads where file_name = 'bounds'`;
});

test('a call that is repeated with its key queues one request, which two workers run once', async () => {
  const uploadId = await upload('twice.csv', toFile(toRow('T-1'), toRow('T-2')));
  const input = { uploadId, mapping, idempotencyKey: randomUUID() };
  const [first, second] = await Promise.all([start(input), start(input)]);
  assert.equal(first.request.id, second.request.id);
  const counts = await Promise.all([createWorker().drain(), createWorker().drain()]);
  assert.deepEqual(counts.toSorted(), [0, 1]);
  assert.equal((await read(first.request.id)).status, 'COMPLETED');
  assert.equal(await countInvoices('T-'), 2);

  const again = await start({ ...input, idempotencyKey: randomUUID() });
  await createWorker().drain();
  const { status, code, job } = await read(again.request.id);
  assert.deepEqual([status, code], ['COMPLETED', 'ALREADY_COMPLETE']);
  assert.equal(job?.number, (await read(first.request.id)).job?.number);
});

test('a request whose worker died is run by another one, and fails after its worker died three times', async () => {
  const uploadId = await upload('dead.csv', toFile(toRow('D-1')));
  const { sql } = subgraph.database;
  const die = (id: string, attempts: number) => sql`
    update import_requests set status = 'RUNNING', worker = 'gone:1', attempts = ${attempts},
      lease_until = now() - interval '1 s' where id = ${id}`;
  const { request } = await start({ uploadId, mapping });
  await die(request.id, 1);
  await createWorker().drain();
  const taken = await read(request.id);
  assert.deepEqual([taken.status, taken.attempts], ['COMPLETED', 2]);

  const { request: poison } = await start({ uploadId, mapping, again: 2 });
  await die(poison.id, 3);
  assert.equal(await createWorker().drain(), 0);
  const ended = await read(poison.id);
  assert.deepEqual([ended.status, ended.code], ['FAILED', 'WORKER_DIED']);
  assert.equal(await countInvoices('D-'), 1);
});

test('a request that waits is taken back, and one of a worker that ends goes back into the queue', async () => {
  const uploadId = await upload('stop.csv', toFile(toRow('S-1')));
  const { request } = await start({ uploadId, mapping });
  const cancel = (id: string) =>
    call<{ request: { status: string } | null }>(
      'cancelImport',
      'CancelImportInput',
      { id },
      'request { status }',
    );
  assert.equal((await cancel(request.id)).request?.status, 'CANCELLED');
  assert.deepEqual(codesOf(await cancel(request.id)), ['id: WRONG_STATE']);
  assert.deepEqual(codesOf(await cancel(randomUUID())), ['id: NOT_FOUND']);

  const { request: next } = await start({ uploadId, mapping });
  const { sql } = subgraph.database;
  const ending = new AbortController();
  // The worker is told to end as soon as it has begun the request.
  const draining = createWorker(ending.signal).drain();
  const attempts = async () => (await read(next.id)).attempts;
  await waitFor('the request to begin', async () => (await attempts()) === 1);
  ending.abort();
  await draining;
  const { status } = await read(next.id);
  assert.ok(['QUEUED', 'COMPLETED'].includes(status), status);
  await createWorker().drain();
  assert.equal((await read(next.id)).status, 'COMPLETED');
  const [open] =
    await sql`select count(*)::int as count from import_requests where status in ('QUEUED', 'RUNNING')`;
  assert.equal(open?.['count'], 0);
});

test('a load that fails says why, and another request of the same file goes on from there', async () => {
  const uploadId = await upload('fails.csv', toFile(toRow('L-1'), toRow('L-2', 'x')));
  const { request } = await start({ uploadId, mapping, skipLimit: 0 });
  await createWorker().drain();
  const failed = await read(request.id);
  assert.deepEqual([failed.status, failed.code], ['FAILED', 'SKIP_LIMIT_EXCEEDED']);
  assert.doesNotMatch(failed.message ?? '', /facturation-batch/);
  const { request: more } = await start({ uploadId, mapping, skipAll: true });
  await createWorker().drain();
  const done = await read(more.id);
  assert.equal(done.status, 'COMPLETED');
  assert.equal(done.job?.id, failed.job?.id);
});

test('the command line continues a job whose file was uploaded', async (t) => {
  const uploadId = await upload('command.csv', toFile(toRow('C-1'), toRow('C-2', 'x')));
  const { request } = await start({ uploadId, mapping, skipLimit: 0 });
  await createWorker().drain();
  const { job } = await read(request.id);
  assert.equal(job?.status, 'FAILED');
  const folder = await mkdtemp(join(tmpdir(), 'restart-'));
  t.after(() => rm(folder, { recursive: true }));
  const program = new Command().exitOverride();
  addRestartCommand(program, {
    loadOwnSellers: async () => [],
    openDatabase: async () => ledger.url,
    seller: testSettings.seller,
    output: { write: () => undefined },
    outputClosed: new AbortController().signal,
    log: createLog({ name: 'test', level: 'silent' }),
    signal: new AbortController().signal,
    fail: () => assert.fail('the restart failed'),
  });
  const rejectFile = join(folder, 'rejects.csv');
  await program.parseAsync(
    ['restart', String(job.number), '--skip-limit', 'all', '--reject-file', rejectFile],
    { from: 'user' },
  );
  assert.equal((await read(request.id)).job?.status, 'COMPLETED');
  assert.equal(await countInvoices('C-'), 1);
  assert.match(await readFile(rejectFile, 'utf8'), /NOT_A_NUMBER/);
});

test('a request is followed from the queue to its end, and an unknown one is nothing', async () => {
  const uploadId = await upload('live.csv', toFile(toRow('V-1'), toRow('V-2')));
  const { request } = await start({ uploadId, mapping });
  const { signal } = new AbortController();
  const seen: string[] = [];
  const following = (async () => {
    for await (const state of followRequest(subgraph.database.db, request.id, signal)) {
      seen.push(state?.status ?? 'NONE');
    }
  })();
  await waitFor('the first state', () => seen.length > 0);
  await createWorker().drain();
  await following;
  assert.equal(seen[0], 'QUEUED');
  assert.equal(seen.at(-1), 'COMPLETED');
  const unknown = [];
  for await (const state of followRequest(subgraph.database.db, randomUUID(), signal)) unknown.push(state);
  assert.deepEqual(unknown, [null]);
});

test('a request is followed while its database is away, at the beginning and later; other errors end it', async () => {
  const uploadId = await upload('away.csv', toFile(toRow('V-3')));
  const { request } = await start({ uploadId, mapping });
  const { signal } = new AbortController();
  const absent = createAbsentDatabase(subgraph.database.sql, 'ECONNREFUSED', 2);
  const states = followRequest(drizzle(absent.sql), request.id, signal);
  assert.equal((await states.next()).value?.status, 'QUEUED');
  assert.equal(absent.left, 0);
  absent.leave(2);
  await createWorker().drain();
  assert.equal((await states.next()).value?.status, 'COMPLETED');
  assert.equal(absent.left, 0);
  const broken = createAbsentDatabase(subgraph.database.sql, '42P01', 1);
  await assert.rejects(followRequest(drizzle(broken.sql), request.id, signal).next(), /Failed query/);
});

test('requests are a list of their own, for billing managers only', async () => {
  const { data, errors } = await biller<{ importRequests: { totalCount: number; edges: unknown[] } }>(
    '{ importRequests(first: 2, filter: { kind: [DRY_RUN], status: [COMPLETED] }) { totalCount edges { node { kind } } } }',
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(data.importRequests, { totalCount: 1, edges: [{ node: { kind: 'DRY_RUN' } }] });
  const undo = 'mutation { undoImport(input: { jobId: "x" }) { request { id } } }';
  assert.equal((await biller(undo)).errors[0]?.extensions?.['code'], 'FORBIDDEN');
  const user = await subgraph.as('USER');
  for (const query of [
    undo,
    '{ importRequests { totalCount } }',
    '{ importMappings { name } }',
    'mutation { createImportUpload(input: { fileName: "x", bytes: 1 }) { uploadId } }',
  ]) {
    const { errors: refused } = await user(query);
    assert.equal(refused[0]?.extensions?.['code'], 'FORBIDDEN', query);
  }
});
