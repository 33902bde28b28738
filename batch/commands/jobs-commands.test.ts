import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Command } from 'commander';
import { type BegunExecution, beginExecution } from '../jobs/begin-execution.ts';
import { beginStep } from '../jobs/begin-step.ts';
import { endExecution } from '../jobs/end-execution.ts';
import { saveChunk } from '../jobs/save-chunk.ts';
import {
  createChunk,
  createReject,
  createRequest,
  createTestJobs,
  type TestJobs,
  twoPartitions,
} from '../jobs/testing/test-jobs.ts';
import { findMapping } from '../mapping/find-mapping.ts';
import { anySeller } from '../mapping/testing/any-seller.ts';
import { addAbandonCommand } from './abandon.ts';
import { addRejectsCommand } from './rejects.ts';
import { addStatusCommand } from './status.ts';
import { addStopCommand } from './stop.ts';

let jobs: TestJobs;
let folder: string;

before(async () => {
  jobs = await createTestJobs();
  folder = await mkdtemp(join(tmpdir(), 'facturation-jobs-'));
});
after(async () => {
  await rm(folder, { recursive: true });
  await jobs.close();
});

/** Runs a command and returns its output. */
async function run(...commandLine: string[]): Promise<string> {
  let text = '';
  const program = new Command('batch').exitOverride().configureOutput({ writeErr: () => {} });
  const tools = {
    openDatabase: async () => jobs.url,
    seller: anySeller,
    outputClosed: new AbortController().signal,
    output: { write: (piece: string) => (text += piece) },
  };
  for (const add of [addStatusCommand, addStopCommand, addAbandonCommand, addRejectsCommand])
    add(program, tools);
  await program.parseAsync(commandLine, { from: 'user' });
  return text;
}

/** Creates a job that has loaded 10 rows and rejected the given number. */
async function begin(fileName: string, rejected: number): Promise<BegunExecution> {
  const mapping = await findMapping('facturation');
  const path = join(folder, fileName);
  const begun = await beginExecution(
    jobs,
    createRequest(fileName, { mapping, file: { path, bytes: 1_000 }, skipLimit: 30 }),
  );
  await beginStep(jobs.sql, begun.execution, 'load', async () => twoPartitions);
  const rejects = Array.from({ length: rejected }, (_, nth) => createReject(nth + 1));
  await jobs.sql.begin((tx) => saveChunk(tx, createChunk(begun.execution, [0, 300], rejects)));
  return begun;
}

async function fail({ execution, lock }: BegunExecution): Promise<void> {
  await endExecution(jobs.sql, execution, 'FAILED', 'The disk is full.');
  await lock.close();
}

test('status lists jobs, shows all details of one, and recognises one whose process died', async (t) => {
  assert.equal(await run('status'), 'There are no jobs.\n');
  const failed = await begin('a\u001b[2J.csv', 2);
  await fail(failed);
  const running = await begin('running.csv', 0);
  t.after(() => running.lock.close());

  const [head, first = '', second = '', ...rest] = (await run('status')).split('\n');
  assert.match(head ?? '', /^job +status +done +read +loaded +not loaded +began +file$/);
  assert.match(first, new RegExp(`^ +${running.number} +STARTED +30 % +30 +30 +0 +20.* UTC +running\\.csv$`));
  assert.match(
    second,
    new RegExp(`^ +${failed.number} +FAILED +30 % +30 +28 +2 +20.* UTC +a\uFFFD\\[2J\\.csv$`),
  );
  assert.deepEqual(rest, ['']);

  const told = await run('status', String(failed.number));
  assert.match(told, /^Job \d+: FAILED\. The disk is full\.$/m);
  assert.match(told, /^ {2}attempt +1, by .*:\d+; at most 30 rows may be rejected$/m);
  assert.match(told, /^ {2}rejected +2 rows\n {4}NOT_A_NUMBER: 2$/m);

  const [, second2] = JSON.parse(await run('status', '--json'));
  assert.equal(second2.status, 'FAILED');
  assert.equal(second2.counts.readRows, 30);
  assert.match(second2.endedAt, /^\d{4}-.*Z$/);
  const one = JSON.parse(await run('status', String(failed.number), '--json'));
  assert.deepEqual(one.rejectReasons, [{ code: 'NOT_A_NUMBER', count: 2 }]);

  await running.lock.close();
  assert.match(await run('status', String(running.number)), /^Job \d+: DIED$/m);
});

test('stop and abandon end a job, and refuse one that they cannot end with the reason', async (t) => {
  const begun = await begin('stop.csv', 0);
  t.after(() => begun.lock.close());
  const number = String(begun.number);
  assert.match(await run('stop', number), /stops at its next chunk/);
  assert.match(await run('status', number), /: STOPPING$/m);
  await assert.rejects(run('abandon', number), { code: 'ALREADY_RUNNING' });
  await fail(begun);
  assert.match(await run('abandon', number), /is abandoned/);
  assert.match(await run('status', number), /: ABANDONED/);
  await assert.rejects(run('stop', number), { code: 'NOT_RUNNING' });
  for (const wrong of ['0', '-1', '1e3', 'x', '1.5']) {
    await assert.rejects(run('stop', '--', wrong), { code: 'commander.invalidArgument' });
  }
  await assert.rejects(run('status', '999999'), { code: 'NOT_FOUND' });
});

test('rejects shows the first rows or all, with every place and reason', async () => {
  const begun = await begin('rejects.csv', 25);
  await fail(begun);
  const number = String(begun.number);
  const text = await run('rejects', number);
  assert.match(text, /^Job \d+: 25 rows not loaded\n {2}NOT_A_NUMBER: 25\n/);
  assert.match(
    text,
    /^row 1, line 2, byte 0, column amount: NOT_A_NUMBER\. The amount must .*\n {4}\["R1","x"\]$/m,
  );
  assert.match(text, /and 5 more: --all\n$/);
  assert.match(await run('rejects', number, '--all'), /^row 25, .*\n.*\n$/m);
  const lines = (await run('rejects', number, '--json')).trim().split('\n');
  assert.equal(lines.length, 25);
  assert.deepEqual(JSON.parse(lines[24] ?? ''), createReject(25));
});

test('rejects writes the reject file anew, with the columns of the file', async () => {
  const begun = await begin('file.csv', 1);
  await fail(begun);
  const header = 'invoiceNumber,customerName,amount,currency,issuedAt';
  await writeFile(join(folder, 'file.csv'), `${header}\n`);
  const path = join(folder, 'file.rejects.csv');
  await assert.rejects(run('rejects', String(begun.number), '--file', join(folder, 'file.csv')), {
    code: 'REJECT_FILE_IS_INPUT',
  });
  assert.match(await run('rejects', String(begun.number), '--file', path), /^1 rows written to /);
  const [first, second] = (await readFile(path, 'utf8')).split('\r\n');
  assert.ok(first?.endsWith(`,${header}`), first);
  assert.match(second ?? '', /^1,0,amount,NOT_A_NUMBER,".*",R1,x$/);
});
