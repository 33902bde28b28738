import assert from 'node:assert/strict';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { findProcessesOf } from '../../launcher/processes-of.ts';
import type { Case } from '../case.ts';
import type { Desk } from '../desk.ts';
import { expectCompleted, type LoadSummary } from '../load-summary.ts';

const rows = 400;
const document = 'A'.repeat(1_000_000);
/** Of the worker with its two threads, on a file of 400 MB. */
const maxResidentBytes = 600 * 1024 * 1024;
/** Of the reject file: the cells of a rejected row are cut. */
const maxRejectBytes = 4 * 1024 * 1024;

/** Exports of other systems have columns with whole documents in them. */
export const wideRows: Case = {
  name: 'a file of 400 MB whose rows are a megabyte each is read in bounded memory, whether they are rejected or loaded',
  async run({ openDesk, system }) {
    const desk = await openDesk(import.meta.dirname);
    const load = (file: string) => loadAndMeasure(desk, file, system.environment['DATA_DIR'] ?? '');

    await writeWideFile(desk.path('bad.csv'), 'x');
    const { read, rejected, reasons } = await load('bad.csv');
    assert.deepEqual([read, rejected, reasons], [rows, rows, { NOT_A_NUMBER: rows }]);
    const { size } = await stat(desk.path('bad.csv.rejects.csv'));
    assert.ok(size < maxRejectBytes, `The reject file has ${size} bytes.`);
    await rm(desk.path('bad.csv'));

    await writeWideFile(desk.path('good.csv'), '1.00');
    const { loaded } = await load('good.csv');
    assert.equal(loaded, rows);
  },
};

/** Loads a file, and expects that the worker stays within its memory. */
async function loadAndMeasure(desk: Desk, file: string, dataFolder: string): Promise<LoadSummary> {
  const ending = new AbortController();
  const measuring = measurePeak(dataFolder, ending.signal);
  const result = await desk.batch('load', file, '--skip-limit', 'all', '--reason-limit', 'off');
  ending.abort();
  const peakBytes = await measuring;
  assert.ok(peakBytes > 0 && peakBytes < maxResidentBytes, `The worker had ${peakBytes} bytes resident.`);
  return expectCompleted(result);
}

async function writeWideFile(path: string, amount: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.write('invoiceNumber,customerName,amount,currency,issuedAt,pdf\n');
    for (let row = 0; row < rows; row += 1)
      await file.write(`WIDE-${row},Ada,${amount},EUR,2026-03-01T09:30:00.000Z,${document}\n`);
  } finally {
    await file.close();
  }
}

/** The most that the worker has had resident, as the system counts it (proc(5), VmHWM), in bytes. */
async function measurePeak(dataFolder: string, signal: AbortSignal): Promise<number> {
  let peakKilobytes = 0;
  let worker: number | undefined;
  while (!signal.aborted) {
    worker ??= await findWorker(dataFolder);
    const status =
      worker === undefined ? '' : await readFile(`/proc/${worker}/status`, 'utf8').catch(() => '');
    peakKilobytes = Math.max(peakKilobytes, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0));
    await delay(100, undefined, { signal }).catch(() => undefined);
  }
  return peakKilobytes * 1_024;
}

async function findWorker(dataFolder: string): Promise<number | undefined> {
  const processes = await findProcessesOf(dataFolder);
  return processes.find(({ command }) => command.includes('batch/main.ts load'))?.pid;
}
