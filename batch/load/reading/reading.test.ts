import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findMapping } from '../../mapping/find-mapping.ts';
import { anySeller } from '../../mapping/testing/any-seller.ts';
import { openFile } from './open-file.ts';
import { startReading } from './reading.ts';

test('each question about rows has its own answer, also when the one before was given up', {
  timeout: 60_000,
}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'reading-'));
  const reading = startReading();
  t.after(async () => {
    await reading.close();
    await rm(folder, { recursive: true });
  });
  const path = join(folder, 'rows.csv');
  const rows = [1, 2, 3].map((number) => `A-${number},Ada,1.00,EUR,2026-03-01T09:30:00Z\n`);
  await writeFile(path, `invoiceNumber,customerName,amount,currency,issuedAt\n${rows.join('')}`);
  const file = await openFile(path, await findMapping('facturation'), anySeller);
  const task = file.toTask({ next: file.first, toByte: null }, { chunkRows: 10, scattered: new Set() });
  reading.begin(task, async () => ({ byId: new Set(), byName: new Map() }));
  for await (const chunk of reading.chunks()) {
    const answers = await Promise.all([[1], [2, 3]].map((numbers) => reading.rowsOf(chunk.id, numbers)));
    assert.deepEqual(
      answers.map((found) => found.map(({ firstRow }) => firstRow)),
      [[1], [2, 3]],
    );
  }
});
