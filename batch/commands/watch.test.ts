import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Command } from 'commander';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createTestLedger } from '../load/testing/test-ledger.ts';
import { anySeller } from '../mapping/testing/any-seller.ts';
import { addWatchCommand } from './watch.ts';

const row = (number: number) => `U-${number},Ada,1.00,EUR,2026-03-01T09:30:00Z\n`;

test('a file that is still written to while it is loaded stays, and is loaded when it is complete', async (t) => {
  const ledger = await createTestLedger();
  const folder = await mkdtemp(join(tmpdir(), 'watch-'));
  for (const name of ['done', 'failed']) await mkdir(join(folder, name));
  const path = join(folder, 'u.csv');
  await writeFile(path, `invoiceNumber,customerName,amount,currency,issuedAt\n${row(1)}`);

  const begun: string[] = [];
  const write = (line: string) => {
    if (!line.includes('load begins')) return;
    begun.push(line);
    if (begun.length === 1) appendFileSync(path, row(2));
  };
  const ending = new AbortController();
  const program = new Command().exitOverride();
  addWatchCommand(program, {
    loadOwnSellers: async () => [],
    openDatabase: async () => ledger.url,
    seller: anySeller,
    output: { write: () => undefined },
    outputClosed: new AbortController().signal,
    log: createLog({ name: 'watch-test', destination: { write } }),
    signal: ending.signal,
    fail: () => undefined,
  });
  const watching = program.parseAsync(['watch', folder, '--settled', '0'], { from: 'user' });
  t.after(async () => {
    ending.abort();
    await watching;
    await rm(folder, { recursive: true });
    await ledger.close();
  });

  const moved = async () => [
    ...(await readdir(join(folder, 'done'))),
    ...(await readdir(join(folder, 'failed'))),
  ];
  await waitFor('the file to be moved', async () => (await moved()).length > 0);
  assert.deepEqual(await readdir(join(folder, 'done')), ['u.csv']);
  assert.equal(begun.length, 2);
  const [stored] = await ledger.admin`
    select count(*)::int as count from billing.invoices where number like 'U-%'`;
  assert.equal(stored?.['count'], 2);
});
