import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findMapping } from '../../mapping/find-mapping.ts';
import { anySeller } from '../../mapping/testing/any-seller.ts';
import { openFile } from '../reading/open-file.ts';
import { startPlanning } from './plan-partitions.ts';

test('a load that is asked to end does not wait until a large file is cut into shares', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'plan-partitions-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'large.csv');
  const row = 'A-1,Customer,1.00,EUR,2026-03-01T09:30:00Z\n';
  const content = `invoiceNumber,customerName,amount,currency,issuedAt\n${row.repeat(400_000)}`;
  await writeFile(path, content);
  const interrupted = new AbortController();
  const file = await openFile(path, await findMapping('facturation'), anySeller);
  const planning = startPlanning(file, content.length, {
    workers: 2,
    isRewritten: false,
    signal: interrupted.signal,
  });
  t.after(() => planning.close());
  assert.equal(planning.count, 2);
  interrupted.abort();
  await assert.rejects(planning.partitions(), { name: 'AbortError' });
});
