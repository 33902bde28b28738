import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { DocumentArchive } from '../documents/document-archive.ts';
import { DocumentFolder } from '../documents/document-folder.ts';
import { DocumentRenderer } from '../documents/document-renderer.ts';
import { documentSeller, fetchDocument, issueSome } from '../testing/document-calls.ts';
import { freeLine, succeed } from '../testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from '../testing/test-billing.ts';
import { LifecycleWorker } from './lifecycle-worker.ts';
import { PlatformFolder } from './platform-folder.ts';

let billing: TestBilling;
let folder: string;

before(async () => {
  billing = await startTestBilling({ settings: { sellerDetails: documentSeller }, hasPlatform: true });
  folder = await mkdtemp(join(tmpdir(), 'platform-'));
});
after(async () => {
  await billing.close();
  await rm(folder, { recursive: true });
});

interface Lifecycle {
  readonly requestedBy: { readonly id: string };
  readonly deliveredAt: string | null;
  readonly status: string | null;
  readonly statuses: readonly {
    readonly id: string;
    readonly status: string;
    readonly code: number;
    readonly occurredAt: string;
    readonly reasons: readonly string[];
  }[];
}

interface DepositPayload extends TestRefusal {
  readonly invoice: { readonly number: string; readonly lifecycle: Lifecycle | null } | null;
}

const fields = `number lifecycle {
  requestedBy { id } deliveredAt status statuses { id status code occurredAt reasons } }`;

async function deposit(id: string, idempotencyKey: string = randomUUID()): Promise<DepositPayload> {
  const manager = await billing.as('BILLING_MANAGER');
  return callMutation(manager, 'depositInvoice', { id, idempotencyKey }, `invoice { ${fields} }`);
}

async function lifecycleOf(id: string): Promise<Lifecycle | null> {
  const manager = await billing.as('BILLING_MANAGER');
  const { data } = await manager<{ invoice: { lifecycle: Lifecycle | null } }>(
    `query ($id: ID!) { invoice(id: $id) { ${fields} } }`,
    { id },
  );
  return data.invoice.lifecycle;
}

/** Runs a worker until a condition holds. */
async function work(isDone: () => Promise<unknown>): Promise<void> {
  const log = createLog({ name: 'test', level: 'silent' });
  const renderer = new DocumentRenderer();
  const documents = {
    files: await DocumentFolder.open(billing.documentsFolder),
    renderer,
    making: new Map(),
  };
  const { db } = billing.database;
  const clock = () => new Date('2026-03-01T12:00:00Z');
  const worker = new LifecycleWorker({
    db,
    platform: await PlatformFolder.open(folder),
    archive: new DocumentArchive({ db, documents, clock, log }),
    clock,
    log,
    pollMs: 20,
  });
  try {
    await waitFor('the work of the worker', isDone);
  } finally {
    await worker.close();
    await renderer.close();
  }
}

async function tell(name: string, message: unknown): Promise<void> {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  await writeFile(join(folder, 'in', name), text);
}

const isIn = async (part: string, name: string) => (await readdir(join(folder, part))).includes(name);

test('an invoice is given to the platform once, as the XML that a manager downloads', async () => {
  const id = await issueSome(billing);
  assert.equal(await lifecycleOf(id), null);
  const key = randomUUID();
  const { invoice, userErrors } = await deposit(id, key);
  assert.deepEqual(userErrors, []);
  assert.deepEqual(invoice?.lifecycle, {
    requestedBy: { id: 'BILLING_MANAGER' },
    deliveredAt: null,
    status: null,
    statuses: [],
  });
  assert.deepEqual((await deposit(id, key)).userErrors, []);
  assert.deepEqual(
    (await deposit(id)).userErrors.map(({ code, message }) => [code, message]),
    [['WRONG_STATE', 'The invoice was given to the platform already.']],
  );
  await work(async () => (await lifecycleOf(id))?.deliveredAt);
  const name = `${invoice?.number}-cii.xml`;
  const given = await readFile(join(folder, 'out', name));
  assert.ok(given.equals((await fetchDocument(billing, { invoiceId: id, format: 'CII' })).bytes));
  assert.deepEqual(await readdir(join(folder, 'out')), [name]);
});

test('statuses are applied once each, and the newest by the time of the platform counts', async () => {
  const id = await issueSome(billing);
  const { invoice } = await deposit(id);
  const message = (status: number, at: string, more: object = {}) => ({
    id: randomUUID(),
    invoice: invoice?.number,
    status,
    at,
    ...more,
  });
  const refused = message(210, '2026-03-03T10:00:00+02:00', {
    reasons: [{ code: 'DEST_ERR', text: 'Not ours' }, { text: 'Wrong order' }],
  });
  await work(async () => (await lifecycleOf(id))?.deliveredAt);
  await tell('1.json', refused);
  await tell('2.json', message(200, '2026-03-02T10:00:00Z'));
  await tell('3.json', refused);
  await work(() => isIn('done', '3.json'));
  const lifecycle = await lifecycleOf(id);
  assert.equal(lifecycle?.status, 'REFUSED');
  assert.deepEqual(
    lifecycle.statuses.map(({ status, code, occurredAt, reasons }) => [status, code, occurredAt, reasons]),
    [
      ['REFUSED', 210, '2026-03-03T08:00:00.000Z', ['DEST_ERR: Not ours', 'Wrong order']],
      ['DEPOSITED', 200, '2026-03-02T10:00:00.000Z', []],
    ],
  );
  const manager = await billing.as('BILLING_MANAGER');
  const { data } = await manager<{
    invoice: { history: { edges: { node: { kind: string; actor: string; reason: string | null } }[] } };
  }>('query ($id: ID!) { invoice(id: $id) { history { edges { node { kind actor reason } } } } }', { id });
  assert.deepEqual(
    data.invoice.history.edges.map(({ node }) => node).filter(({ kind }) => /PLATFORM|DEPOSIT/.test(kind)),
    [
      { kind: 'PLATFORM_STATUS', actor: 'approved-platform', reason: 'DEPOSITED' },
      { kind: 'PLATFORM_STATUS', actor: 'approved-platform', reason: 'REFUSED: Not ours: Wrong order' },
      { kind: 'DEPOSITED', actor: 'BILLING_MANAGER', reason: null },
    ],
  );
});

test('a message that is wrong is put beside all that is wrong with it, and stops no other', async () => {
  const id = await issueSome(billing);
  const { invoice } = await deposit(id);
  const right = { id: randomUUID(), invoice: invoice?.number, status: 205, at: '2026-03-02T10:00:00Z' };
  await tell('a.json', '{');
  await tell('b.json', { id: 'x', invoice: '', status: 214, at: 'today', reasons: [{ text: '' }], more: 1 });
  await tell('c.json', { ...right, id: randomUUID(), invoice: '2026-999999' });
  await tell('d.json', 'x'.repeat(70_000));
  await tell('.e.json', '{');
  await tell('z.json', right);
  await work(() => isIn('done', 'z.json'));
  const problemsOf = async (name: string) =>
    (await readFile(join(folder, 'rejected', `${name}.problems.txt`), 'utf8')).trim().split('\n');
  assert.deepEqual(await problemsOf('a.json'), ['must be JSON']);
  assert.deepEqual(
    (await problemsOf('b.json')).map((line) => line.split(' ')[0]),
    ['/id', '/invoice', '/status', '/at', '/reasons/0/text', '/'],
  );
  assert.match(
    (await problemsOf('c.json')).join(),
    /^\/invoice must be the number of an invoice that was given/,
  );
  assert.deepEqual(await problemsOf('d.json'), ['must be a file of at most 64 KiB']);
  assert.deepEqual(await readdir(join(folder, 'in')), ['.e.json']);
  assert.equal((await lifecycleOf(id))?.status, 'APPROVED');
});

test('a message that was applied but not put away, as after a crash, changes nothing more', async () => {
  const id = await issueSome(billing);
  const { invoice } = await deposit(id);
  const message = { id: randomUUID(), invoice: invoice?.number, status: 200, at: '2026-03-02T10:00:00Z' };
  await tell('first.json', message);
  await work(() => isIn('done', 'first.json'));
  await tell('again.json', message);
  await work(() => isIn('done', 'again.json'));
  assert.equal((await lifecycleOf(id))?.statuses.length, 1);
});

test('drafts, and invoices where no platform is configured, are refused', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const draft = await succeed(manager, 'createInvoice', {
    customerId: billing.addCustomer(),
    currency: 'EUR',
    lines: [freeLine],
  });
  assert.deepEqual(
    (await deposit(draft.id)).userErrors.map(({ field, code }) => [...(field ?? []), code]),
    [['id', 'WRONG_STATE']],
  );
  const without = await startTestBilling({ settings: { sellerDetails: documentSeller } });
  try {
    const input = { id: 'x', idempotencyKey: randomUUID() };
    const payload = await callMutation<DepositPayload>(
      await without.as('BILLING_MANAGER'),
      'depositInvoice',
      input,
      'invoice { id }',
    );
    assert.deepEqual(
      payload.userErrors.map(({ code }) => code),
      ['UNAVAILABLE', 'NOT_FOUND'],
    );
  } finally {
    await without.close();
  }
});
