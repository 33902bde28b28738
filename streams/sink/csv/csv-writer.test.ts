import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CrashKind, createFailingFolder, StagedCrash } from '../testing/failing-folder.ts';
import { createMemoryTable, type MemoryTable } from '../testing/memory-table.ts';
import { openCsvFolder } from './csv-folder.ts';
import { csvHeader } from './csv-row.ts';
import { type CsvWriter, createCsvWriter } from './csv-writer.ts';

const kinds: CrashKind[] = ['killed', 'power-lost', 'power-lost-zeros'];
const days = ['2026-03-02', '2026-03-03'];

function invoices(count: number, first = 1) {
  return Array.from({ length: count }, (_, index) => ({
    invoiceNumber: `2026-${first + index}`,
    customerName: 'Ada "=" Lovelace, Ålesund',
    amount: '12.50',
    currency: 'EUR',
    issuedAt: '2026-03-01T09:30:00.000Z',
    issueDate: '2026-03-01',
    isSimulated: false,
  }));
}

/** Three files: the second begun by size, the third by the day. */
function createFilledTable(): MemoryTable {
  const table = createMemoryTable(csvHeader.length + 400);
  table.commit(invoices(4), '2026-03-02');
  table.commit(invoices(4, 5), '2026-03-02');
  table.commit(invoices(3, 9), '2026-03-03');
  return table;
}

async function writeAll(writer: CsvWriter): Promise<void> {
  await writer.repair();
  while ((await writer.writeNext()).rows > 0);
  await writer.close();
}

/** True if the run ended in the crash staged for it. */
async function crashes(run: () => Promise<void>): Promise<boolean> {
  try {
    await run();
    return false;
  } catch (error) {
    if (error instanceof StagedCrash) return true;
    throw error;
  }
}

for (const kind of kinds) {
  test(`a crash at any step leaves files that the next start makes whole (${kind})`, async () => {
    let hasCrashed = true;
    let scenarios = 0;
    for (let steps = 0; hasCrashed; steps += 1) {
      for (const tornShare of [0, 0.4, 1]) {
        const table = createMemoryTable(csvHeader.length + 400);
        const folder = createFailingFolder();
        const start = () => createCsvWriter({ source: table, folder, chunkRows: 3 });
        folder.crashAfter(steps, tornShare);
        hasCrashed = await crashes(async () => {
          const writer = start();
          await writer.repair();
          for (const [first, day] of [
            [1, days[0]],
            [5, days[0]],
            [9, days[1]],
          ] as const) {
            table.commit(invoices(4, first), day ?? '');
            while ((await writer.writeNext()).rows > 0);
          }
        });
        folder.restart(kind);
        await writeAll(start());
        assert.deepEqual(folder.contents(), table.expected(), `step ${steps}, torn at ${tornShare}`);
        scenarios += 1;
      }
    }
    assert.ok(scenarios > 60, `${scenarios}`);
  });
}

test('crashes of starts after crashes are made good too, whatever was committed in between', async () => {
  const crash = fc.record({
    rows: fc.integer({ min: 0, max: 7 }),
    day: fc.constantFrom(...days),
    steps: fc.integer({ min: 0, max: 25 }),
    tornShare: fc.double({ min: 0, max: 1, noNaN: true }),
    kind: fc.constantFrom(...kinds),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(crash, { maxLength: 6 }),
      fc.integer({ min: 1, max: 5 }),
      async (all, chunkRows) => {
        const table = createMemoryTable(csvHeader.length + 300);
        const folder = createFailingFolder();
        for (const { rows, day, steps, tornShare, kind } of all) {
          table.commit(invoices(rows), day);
          folder.crashAfter(steps, tornShare);
          await crashes(() => writeAll(createCsvWriter({ source: table, folder, chunkRows })));
          folder.restart(kind);
        }
        await writeAll(createCsvWriter({ source: table, folder, chunkRows }));
        assert.deepEqual(folder.contents(), table.expected());
      },
    ),
    { numRuns: 300 },
  );
});

test('on a real disk, torn, missing, longer and altered files become what the table says', async () => {
  const path = await mkdtemp(join(tmpdir(), 'sink-csv-'));
  try {
    const table = createFilledTable();
    const folder = await openCsvFolder(join(path, 'made'));
    const start = () => createCsvWriter({ source: table, folder });
    await writeAll(start());
    assert.deepEqual(await read(join(path, 'made')), table.expected());
    const again = start();
    assert.deepEqual(await again.repair(), []);
    await again.close();

    const [first = '', second = '', third = ''] = Object.keys(table.expected());
    const damages: (() => Promise<void>)[] = [
      () => rm(join(path, 'made', first)),
      () => writeFile(join(path, 'made', second), 'something else that is as long as nothing'),
      () => writeFile(join(path, 'made', third), table.expected()[third]?.slice(0, -9) ?? ''),
      () => writeFile(join(path, 'made', third), `${table.expected()[third]}torn,"tail`),
      () => writeFile(join(path, 'made', third), table.expected()[third]?.replace('12.50', '92.50') ?? ''),
    ];
    for (const damage of damages) {
      await damage();
      const writer = start();
      assert.equal((await writer.repair()).length, 1);
      await writer.close();
      assert.deepEqual(await read(join(path, 'made')), table.expected());
    }
  } finally {
    await rm(path, { recursive: true, force: true });
  }
});

test('a file that the table does not know is set aside, not deleted and not mixed up', async () => {
  const path = await mkdtemp(join(tmpdir(), 'sink-csv-'));
  try {
    await writeFile(join(path, 'facturation-2026-03-02-000001.csv'), 'of another database');
    const table = createFilledTable();
    const empty = createMemoryTable(400);
    const folder = await openCsvFolder(path);
    await writeAll(createCsvWriter({ source: empty, folder }));
    await writeAll(createCsvWriter({ source: table, folder }));
    assert.deepEqual(await read(path), table.expected());
    const aside = (await readdir(path)).filter((name) => name.includes('.unknown-'));
    assert.equal(aside.length, 1);
    assert.equal(await readFile(join(path, aside[0] ?? ''), 'utf8'), 'of another database');
  } finally {
    await rm(path, { recursive: true, force: true });
  }
});

async function read(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path)).filter((name) => name.endsWith('.csv')).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(path, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}
