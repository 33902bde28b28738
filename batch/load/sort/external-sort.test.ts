import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { ExternalSort } from './external-sort.ts';
import { compareItems } from './run-writer.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'external-sort-'));
});
after(() => rm(folder, { recursive: true }));

const signal = new AbortController().signal;

test('rows come in the order of their keys, then as in the file, whatever fits into memory', async () => {
  const row = fc.record({
    key: fc.oneof(fc.constantFrom('', 'a', 'b', 'B'), fc.string({ unit: 'binary', maxLength: 3 })),
    text: fc.string({ unit: 'binary' }),
  });
  const limits = fc.record({
    rows: fc.integer({ min: 1, max: 20 }),
    memoryBytes: fc.integer({ min: 1, max: 5_000 }),
    runsAtOnce: fc.integer({ min: 2, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 60 }), limits, async (rows, given) => {
      const own = await mkdtemp(join(folder, 'sort-'));
      const items = rows.map(({ key, text }, index) => ({
        key,
        rowNumber: index + 1,
        bytes: Buffer.from(`${index} ${text}\n`),
      }));
      const sort = new ExternalSort(own, given);
      for (const item of items) await sort.add(item);
      const bytes = await sort.writeTo(join(own, 'rows'), signal);
      const expected = Buffer.concat(items.toSorted(compareItems).map((item) => item.bytes));
      assert.deepEqual(await readFile(join(own, 'rows')), expected);
      assert.equal(bytes, expected.length);
      assert.deepEqual(await readdir(own), ['rows']);
    }),
    { numRuns: 60 },
  );
});

test('rows larger than one read are sorted too, and sorting can be stopped', async () => {
  const own = await mkdtemp(join(folder, 'large-'));
  const sort = new ExternalSort(own, { rows: 1 });
  for (const [index, key] of ['c', 'a', 'b'].entries()) {
    await sort.add({ key, rowNumber: index, bytes: Buffer.from(key.repeat(1_500_000)) });
  }
  await sort.writeTo(join(own, 'rows'), signal);
  assert.match(await readFile(join(own, 'rows'), 'latin1'), /^a{1500000}b{1500000}c{1500000}$/);

  const stopped = new ExternalSort(own, { rows: 1 });
  for (const key of ['b', 'a']) {
    await stopped.add({ key, rowNumber: 1, bytes: Buffer.from(key.repeat(1_500_000)) });
  }
  await assert.rejects(stopped.writeTo(join(own, 'others'), AbortSignal.abort()), { name: 'AbortError' });
});
