import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createLog } from '#platform/log/log.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { mappingSchema } from '../mapping/mapping-schema.ts';
import { anySeller } from '../mapping/testing/any-seller.ts';
import { dryRun, formatDryRun } from './dry-run.ts';
import { type LoadResult, loadFile } from './load-file.ts';
import type { LoadRequest } from './load-request.ts';
import { formatResult } from './progress/format-result.ts';
import { createTestLedger, type TestLedger } from './testing/test-ledger.ts';

let ledger: TestLedger;
let folder: string;

before(async () => {
  ledger = await createTestLedger();
  folder = await mkdtemp(join(tmpdir(), 'reject-limits-'));
});
after(async () => {
  await rm(folder, { recursive: true });
  await ledger.close();
});

const dayFirst: Mapping = mappingSchema.parse({
  name: 'day-first',
  dates: { forms: ['dd/MM/yyyy'], timeZone: 'Europe/Paris' },
  invoice: {
    number: 'number',
    customerName: 'customer',
    currency: { constant: 'EUR' },
    issuedAt: 'date',
    amount: 'amount',
  },
});

async function load(
  path: string,
  limits: Partial<LoadRequest>,
): Promise<{ result: LoadResult; said: string }> {
  const request: LoadRequest = {
    path,
    mapping: dayFirst,
    skipLimit: null,
    reasonPercent: 10,
    workers: 2,
    chunkRows: 100,
    rejectPath: `${path}.rejects.csv`,
    parameters: {},
    ...limits,
  };
  const result = await loadFile(request, {
    openDatabase: async () => ledger.url,
    seller: anySeller,
    log: createLog({ name: 'reject-limits-test', level: 'silent' }),
    signal: new AbortController().signal,
    onBegin: () => undefined,
  });
  return { result, said: formatResult(path, result) };
}

/** A file whose dates are written month first, as in the United States. */
async function writeMonthFirst(name: string, count: number): Promise<string> {
  const rows = Array.from({ length: count }, (_, row) => {
    const day = String((row % 28) + 1).padStart(2, '0');
    return `${name}-${row},Ada,03/${day}/2026,1.50`;
  });
  const path = join(folder, `${name}.csv`);
  await writeFile(path, `number,customer,date,amount\n${rows.join('\n')}\n`);
  return path;
}

test('a file with day and month swapped stops, also when any number of rows may be rejected', async () => {
  const path = await writeMonthFirst('us', 3_000);
  const { result, said } = await load(path, {});
  assert.equal(result.status, 'FAILED');
  assert.match(
    said,
    /: FAILED\. \d+ of [\d,]+ rows read are rejected for one reason, NOT_A_DATE; at most 10 % may be \(--reason-limit\)\. Row \d+, line \d+: /,
  );
  assert.match(said, /The dates look like MM\/dd\/yyyy, for example "03\/\d\d\/2026"/);
  assert.match(said, /Day and month are swapped, also in the rows that could be read\./);
  assert.match(said, new RegExp(`restart ${result.jobNumber} --reason-limit off`));
  assert.match(said, new RegExp(`undo ${result.jobNumber}`));
  assert.doesNotMatch(said, /To go on: /);
  assert.ok(result.counts.readRows < 3_000);
});

test('a dry run describes the form of the file, too', async () => {
  const path = await writeMonthFirst('dry', 40);
  const signal = new AbortController().signal;
  const run = await dryRun(path, dayFirst, { seller: anySeller, isSorted: false, signal });
  assert.match(formatDryRun(path, run), /\nThe dates look like MM\/dd\/yyyy, .* Day and month are swapped/);
});

test('a small file is judged as a whole, and nothing of its last chunk is loaded', async () => {
  const path = await writeMonthFirst('small', 20);
  const { result } = await load(path, {});
  assert.equal(result.status, 'FAILED');
  assert.deepEqual([result.counts.readRows, result.counts.loadedInvoices], [0, 0]);
  const { result: forced } = await load(path, { reasonPercent: null });
  assert.deepEqual([forced.status, forced.counts.readRows, forced.counts.rejectedRows], ['COMPLETED', 20, 8]);
});

test('a share of the rows may be rejected, which is exact at the end of the file', async () => {
  const rows = (name: string, bad: number) =>
    Array.from({ length: 200 }, (_, row) => `${name}-${row},Ada,01/03/2026,${row < bad ? 'x' : '1.50'}`);
  for (const [name, bad, status] of [
    ['two', 2, 'COMPLETED'],
    ['three', 3, 'FAILED'],
  ] as const) {
    const path = join(folder, `${name}.csv`);
    await writeFile(path, `number,customer,date,amount\n${rows(name, bad).join('\n')}\n`);
    const { result, said } = await load(path, { skipLimit: { percent: 1 } });
    assert.equal(result.status, status, said);
    if (status === 'COMPLETED') continue;
    assert.match(
      said,
      /At most 1 % of the rows may be rejected \(--skip-limit\), and 3 of 200 rows read are\./,
    );
    const { result: more } = await load(path, { skipLimit: { percent: 1.5 } });
    assert.deepEqual([more.status, more.counts.readRows, more.counts.rejectedRows], ['COMPLETED', 200, 3]);
  }
});
