import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Command } from 'commander';
import { createLog } from '#platform/log/log.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { createTestLedger, type TestLedger } from '../load/testing/test-ledger.ts';
import { anySeller } from '../mapping/testing/any-seller.ts';
import { addAbandonCommand } from './abandon.ts';
import type { CommandTools } from './command-tools.ts';
import { addLoadCommand } from './load.ts';
import { addRestartCommand } from './restart.ts';
import { addStatusCommand } from './status.ts';
import { addUndoCommand } from './undo.ts';

let ledger: TestLedger;
let folder: string;

before(async () => {
  ledger = await createTestLedger();
  folder = await mkdtemp(join(tmpdir(), 'undo-'));
});
after(async () => {
  await rm(folder, { recursive: true });
  await ledger.close();
});

async function run(commandLine: readonly string[], signal = new AbortController().signal): Promise<string> {
  let text = '';
  const program = new Command('batch').exitOverride().configureOutput({ writeErr: () => {} });
  const tools: CommandTools = {
    loadOwnSellers: async () => [],
    openDatabase: async () => ledger.url,
    output: { write: (piece) => (text += piece) },
    outputClosed: new AbortController().signal,
    seller: anySeller,
    log: createLog({ name: 'undo-test', level: 'silent' }),
    signal,
    fail: () => undefined,
  };
  for (const add of [addLoadCommand, addRestartCommand, addUndoCommand, addAbandonCommand, addStatusCommand])
    add(program, tools);
  await program.parseAsync([...commandLine], { from: 'user' });
  return text;
}

async function write(prefix: string, count: number): Promise<string> {
  const path = join(folder, `${prefix}.csv`);
  const rows = Array.from(
    { length: count },
    (_, row) => `${prefix}-${row},Ada,1.50,EUR,2026-03-01T09:30:00Z`,
  );
  await writeFile(path, `invoiceNumber,customerName,amount,currency,issuedAt\n${rows.join('\n')}\n`);
  return path;
}

const jobOf = (said: string) => /Job (\d+)/.exec(said)?.[1] ?? '';

async function numbers(prefix: string): Promise<string[]> {
  const rows = await ledger.admin`
    select number from billing.invoices where number like ${`${prefix}-%`} order by number`;
  return rows.map(({ number }) => number);
}

test('undo removes the unchanged invoices, lists the others, counts both, and the file can be loaded again', async () => {
  await run(['load', await write('OTHER', 5)]);
  const path = await write('A', 6_000);
  const job = jobOf(await run(['load', path, '--chunk-rows', '500', '--workers', '2']));
  await ledger.admin`update billing.invoices set status = 'PAID', version = 2 where number = 'A-7'`;
  await ledger.admin`update billing.invoices set version = 2 where number = 'A-5999'`;

  const said = await run(['undo', job]);
  assert.match(said, /^A-7 stays: it is PAID$/m);
  assert.match(said, /^A-5999 stays: it was changed after it was imported$/m);
  assert.match(said, /is undone: 5,998 invoices were removed, 2 stay\./);
  assert.deepEqual(await numbers('A'), ['A-5999', 'A-7']);
  assert.equal((await numbers('OTHER')).length, 5);
  const [removed] = await ledger.admin`
    select count(*)::int as count, sum(total_minor)::int as cents, min(import_row)::int as first
    from billing.removed_invoices where number like 'A-%'`;
  assert.deepEqual({ ...removed }, { count: 5_998, cents: 5_998 * 150, first: 1 });
  assert.match(await run(['status', job]), /: UNDONE\. Undone: 5,998 invoices were removed, 2 stay\./);
  await assert.rejects(run(['restart', job]), { code: 'UNDONE', message: /load .*A\.csv/ });

  const again = await run(['load', path]);
  assert.notEqual(jobOf(again), job);
  assert.match(again, /COMPLETED[\s\S]*loaded +5,998 rows[\s\S]*already there +2 rows/);
  assert.match(await run(['undo', job]), /is undone: 5,998 invoices were removed, 2 stay\./);
  assert.equal((await numbers('A')).length, 6_000);
});

test('lines go with their invoices', async () => {
  const path = join(folder, 'lines.csv');
  const line = (number: string, sku: string) =>
    `${number},${sku},Thing,2,01/12/2010 08:26,2.50,17850,United Kingdom`;
  const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
  await writeFile(path, `${header}\n${[line('L-1', 'a'), line('L-1', 'b'), line('L-2', 'a')].join('\n')}\n`);
  const job = jobOf(await run(['load', path, '--mapping', 'online-retail']));
  const lines = async () =>
    (await ledger.admin`select count(*)::int as count from billing.invoice_lines`)[0]?.['count'];
  assert.equal(await lines(), 3);
  assert.match(await run(['undo', job]), /2 invoices were removed, 0 stay/);
  assert.equal(await lines(), 0);
});

test('an interrupted undo prevents the file from being loaded and continues when it is called again', async () => {
  const path = await write('B', 6_000);
  const job = jobOf(await run(['load', path]));
  await assert.rejects(run(['undo', job], AbortSignal.abort()), { name: 'AbortError' });
  assert.equal((await numbers('B')).length, 1_000);
  assert.match(await run(['status', job]), /: UNDOING/);
  assert.match(await run(['load', path]), /is being undone\. First: `undo \d+`/);
  await assert.rejects(run(['abandon', job]), { code: 'UNDONE' });
  assert.match(await run(['undo', job]), /6,000 invoices were removed, 0 stay/);
  assert.match(await run(['load', path]), /COMPLETED[\s\S]*loaded +6,000 rows/);
});

test('an abandoned job names two ways to load its file again, and both work', async () => {
  const path = await write('C', 10);
  await writeFile(
    path,
    `${'invoiceNumber,customerName,amount,currency,issuedAt\n'}C-0,Ada,x,EUR,2026-03-01T09:30:00Z\n`,
  );
  const job = jobOf(await run(['load', path]));
  const ways = new RegExp(`load FILE --parameter again=1.*undo ${job}`);
  assert.match(await run(['abandon', job]), ways);
  assert.match(await run(['load', path]), ways);
  assert.match(await run(['load', path, '--parameter', 'again=1', '--skip-limit', 'all']), /COMPLETED/);
  assert.match(
    await run(['load', path, '--parameter', 'again=1']),
    /was loaded with this mapping.*load FILE --parameter again=2/,
  );
  assert.match(await run(['undo', job]), /0 invoices were removed/);
  assert.match(await run(['load', path, '--skip-limit', 'all']), /COMPLETED/);
});

test('nobody but an undo deletes an invoice that was issued, and only batch may undo', async () => {
  await run(['load', await write('D', 2)]);
  await assert.rejects(ledger.admin`delete from billing.invoices where number = 'D-1'`, {
    message: /is ISSUED and cannot be deleted/,
  });
  const [rights] = await ledger.admin`
    select has_function_privilege('batch', 'billing.undo_import(uuid, uuid, integer)', 'execute') as batch,
      has_function_privilege('customer', 'billing.undo_import(uuid, uuid, integer)', 'execute') as customer`;
  assert.deepEqual({ ...rights }, { batch: true, customer: false });
});

test('undo reverses the payments that stand, lists the others, and the file can be loaded again', async () => {
  const count = pickSize({ quick: 1_000, long: 6_000 });
  await run(['load', await write('P', count)]);
  const path = join(folder, 'payments.csv');
  const row = (invoice: number) => `P-${invoice},1.50,2026-03-02,ref ${invoice}`;
  const rows = Array.from({ length: count }, (_, invoice) => row(invoice));
  await writeFile(path, `invoiceNumber,amount,date,reference\n${rows.join('\n')}\n`);
  const load = ['load', path, '--mapping', 'payments', '--workers', '1'];
  const job = jobOf(await run(load));
  await ledger.admin`
    insert into billing.payments (id, invoice_id, kind, amount_minor, method, paid_on, reverses_payment_id, recorded_by,
      recorded_at)
    select uuidv7(), p.invoice_id, 'REVERSAL', -p.amount_minor, p.method, p.paid_on, p.id, 'test', now()
    from billing.payments p join billing.invoices i on i.id = p.invoice_id where i.number = 'P-7'`;

  const said = await run(['undo', job]);
  assert.match(said, /^P-7 stays: its payment was reversed already$/m);
  const standing = (count - 1).toLocaleString('en');
  assert.ok(said.includes(`is undone: ${standing} payments were reversed, 1 stay.`), said);
  const state = async () => {
    const [found] = await ledger.admin`
      select count(*) filter (where i.status = 'PAID')::int as paid, sum(i.paid_minor)::int as minor,
        (select count(*)::int from billing.payments where kind = 'REVERSAL') as reversals
      from billing.invoices i where number like 'P-%'`;
    return { ...found };
  };
  assert.deepEqual(await state(), { paid: 0, minor: 0, reversals: count });
  const [history] = await ledger.admin`
    select count(*)::int as count from billing.invoice_history
    where kind = 'PAYMENT_REVERSED' and actor = 'batch' and details ->> 'reason' = 'import undone'`;
  assert.deepEqual({ ...history }, { count: count - 1 });

  assert.match(
    await run(load),
    new RegExp(`COMPLETED[\\s\\S]*loaded +${standing} payments[\\s\\S]*PAYMENT_WAS_REVERSED: 1`),
  );
  assert.deepEqual(await state(), { paid: count - 1, minor: (count - 1) * 150, reversals: count });
});
