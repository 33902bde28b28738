import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { testSellerFile } from '#schema/seller/testing/test-seller.ts';
import { writePreviews } from './write-previews.ts';

test("four documents show a seller's data, and wrong data are told instead", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'previews-'));
  t.after(() => rm(folder, { recursive: true }));
  const { files } = await writePreviews(testSellerFile, join(folder, 'out'));
  assert.equal(files?.length, 4);
  const names = ['credit-note-en.pdf', 'credit-note-fr.pdf', 'invoice-en.pdf', 'invoice-fr.pdf'];
  assert.deepEqual((await readdir(join(folder, 'out'))).toSorted(), names);
  assert.ok((await readFile(join(folder, 'out', 'invoice-fr.pdf'))).includes('factur-x.xml'));
  const wrong = join(folder, 'seller.json');
  await writeFile(wrong, JSON.stringify({ name: 'A', template: { color: 'red' } }));
  const { problems } = await writePreviews(wrong, folder);
  assert.match(problems?.join('\n') ?? '', /\/template\/color must be a colour/);
});
