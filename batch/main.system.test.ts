import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createTestLedger, type TestLedger } from './load/testing/test-ledger.ts';

let ledger: TestLedger;
let folder: string;

before(async () => {
  ledger = await createTestLedger();
  folder = await mkdtemp(join(tmpdir(), 'batch-main-'));
});

after(async () => {
  await rm(folder, { recursive: true });
  await ledger.close();
});

/** Runs the worker as people do. */
async function batch(
  args: readonly string[],
  input = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number; output: string; errors: string }> {
  const worker = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: ledger.url, LOG_LEVEL: 'info', ...environment },
    timeout: 120_000,
  });
  worker.stdin.end(input);
  const [output, errors, [code]] = await Promise.all([
    text(worker.stdout),
    text(worker.stderr),
    once(worker, 'exit'),
  ]);
  return { code, output, errors };
}

const header = 'invoiceNumber,customerName,amount,currency,issuedAt';
const good = `${header}\nZ-1,Anna,1.00,EUR,2026-03-01T09:30:00Z\nZ-2,Ben,2.50,EUR,2026-03-01T09:31:00Z\n`;
const bad = good.replaceAll('Z-', 'Y-').replace('2.50', 'two');

test('a load that completes ends with 0, a summary for people and log lines for machines', async () => {
  const { code, output, errors } = await batch(['load', '-'], good);
  assert.equal(code, 0, errors);
  assert.match(output, /Job 1, .*: COMPLETED\n {2}read +2 rows\n {2}loaded +2 rows, 2 invoices\n/);
  const lines = errors
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ msg }) => msg),
    ['load begins', 'load ended'],
  );
  const again = await batch(['load', '-'], good);
  assert.equal(again.code, 0);
  assert.match(again.output, /was loaded with this mapping as job 1/);
});

test('a load that fails ends with 1, says why, and goes on when restarted with another limit', async () => {
  await writeFile(join(folder, 'bad.csv'), bad);
  const failed = await batch(['load', 'bad.csv']);
  assert.equal(failed.code, 1);
  assert.match(failed.output, /FAILED/);
  assert.match(failed.output, /npm run batch -- restart \d+/);
  const completed = await batch(['load', 'bad.csv', '--skip-limit', 'all']);
  assert.equal(completed.code, 0, completed.output + completed.errors);
  assert.match(await readFile(join(folder, 'bad.csv.rejects.csv'), 'utf8'), /2,\d+,amount,/);
});

test('wrong usage ends with 2', async () => {
  for (const args of [[], ['load'], ['load', 'a.csv', '--workers', '0'], ['restart', 'x'], ['dance']]) {
    const { code, output } = await batch(args);
    assert.deepEqual({ args, code, output }, { args, code: 2, output: '' });
  }
});

test('a dry run says what rows become and loads nothing', async () => {
  await writeFile(join(folder, 'dry.csv'), bad.replaceAll('Y-', 'X-'));
  const { code, output } = await batch(['load', 'dry.csv', '--dry-run']);
  assert.equal(code, 0);
  assert.match(output, /2 rows would become 1 invoices, 1 rows would be rejected/);
  assert.match(output, /X-1/);
  const [{ count } = { count: undefined }] = await ledger.admin`
    select count(*)::int as count from billing.invoices where number like 'X-%'`;
  assert.equal(count, 0);
});

test('a watched folder is loaded; what fails goes on from where it was moved; the worker ends when it is told to', async () => {
  const inbox = join(folder, 'inbox');
  await mkdir(inbox);
  await writeFile(join(inbox, 'v.csv'), bad.replaceAll('Y-', 'V-'));
  await writeFile(join(inbox, 'w.csv'), good.replaceAll('Z-', 'W-'));
  const worker = spawn(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), 'watch', inbox, '--settled', '0'],
    {
      env: { ...process.env, DATABASE_URL: ledger.url },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 120_000,
    },
  );
  const said = text(worker.stdout);
  const exited = once(worker, 'exit');
  await waitFor(
    'the file to be loaded and moved',
    () =>
      access(join(inbox, 'done/w.csv')).then(
        () => true,
        () => false,
      ),
    60_000,
  );
  worker.kill('SIGTERM');
  assert.deepEqual(await exited, [0, null]);
  const [{ count } = { count: undefined }] = await ledger.admin`
    select count(*)::int as count from billing.invoices where number like 'W-%'`;
  assert.equal(count, 2);

  const [, job = ''] = /npm run batch -- restart (\d+)/.exec(await said) ?? [];
  assert.match(await said, /v\.csv is now .*failed\/v\.csv\n/);
  const restarted = await batch(['restart', job, '--skip-limit', 'all']);
  assert.equal(restarted.code, 0, restarted.output + restarted.errors);
  assert.match(restarted.output, /failed\/v\.csv: COMPLETED\n {2}read +2 rows\n {2}loaded +1 rows/);
});

test('standard input is kept for a restart only, and a reader that goes away ends a command in order', async () => {
  const kept = join(folder, 'tmp');
  await mkdir(kept);
  const own = { TMPDIR: kept };
  const copies = async () =>
    (await readdir(kept, { recursive: true })).filter((name) => name.endsWith('.csv'));
  assert.equal((await batch(['load', '-', '--dry-run'], good.replaceAll('Z-', 'S-'), own)).code, 0);
  assert.equal((await batch(['load', '-'], good.replaceAll('Z-', 'S-'), own)).code, 0);
  assert.equal((await batch(['load', '-'], good.replaceAll('Z-', 'S-'), own)).code, 0);
  assert.equal((await batch(['load', '-'], 'no,header\n', own)).code, 1);
  assert.deepEqual(await copies(), []);

  const failing = bad.replaceAll('Y-', 'T-');
  const failed = await batch(['load', '-'], failing, own);
  assert.equal((await copies()).length, 1);
  assert.equal((await batch(['load', '-'], failing, own)).code, 1);
  assert.equal((await copies()).length, 1);
  const [, job = ''] = /npm run batch -- restart (\d+)/.exec(failed.output) ?? [];
  const restarted = await batch(['restart', job, '--skip-limit', 'all'], '', own);
  assert.equal(restarted.code, 0, restarted.output + restarted.errors);
  assert.deepEqual(await copies(), []);

  const reader = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), 'rejects', job, '--all'], {
    env: { ...process.env, DATABASE_URL: ledger.url },
    timeout: 120_000,
  });
  reader.stdout.destroy();
  const [errors, [code]] = await Promise.all([text(reader.stderr), once(reader, 'exit')]);
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
});

test('the worker keeps compiled code where its user has chosen, or nowhere', async () => {
  const shown = { NODE_DEBUG_NATIVE: 'COMPILE_CACHE' };
  const none = await batch(['mappings'], '', { ...shown, NODE_COMPILE_CACHE: '' });
  assert.deepEqual([none.code, none.errors], [0, '']);
  const chosen = join(folder, 'compiled');
  const kept = await batch(['mappings'], '', { ...shown, NODE_COMPILE_CACHE: chosen });
  assert.equal(kept.code, 0);
  assert.match(kept.errors, /program\.ts/);
  assert.deepEqual(
    [...kept.errors.matchAll(/ resolved path (\S+) /g)].map(([, path]) => path),
    [chosen],
  );
});

test('a log level that does not exist is a problem of the configuration, without a stack', async () => {
  const { code, errors } = await batch(['status'], '', { LOG_LEVEL: 'bogus' });
  assert.equal(code, 1);
  assert.equal(
    errors,
    'The configuration is not right:\n  - LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent\n',
  );
});
