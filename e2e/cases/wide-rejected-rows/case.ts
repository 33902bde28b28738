import assert from 'node:assert/strict';
import { open, readFile, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { findProcessesOf } from '../../launcher/processes-of.ts';
import type { Case } from '../case.ts';
import { expectCompleted } from '../load-summary.ts';

const rows = 400;
const document = 'A'.repeat(1_000_000);
/** Of the worker with its two threads, on a file of 400 MB. */
const maxResidentBytes = 600 * 1024 * 1024;
/** Of the reject file: the cells of a rejected row are cut. */
const maxRejectBytes = 4 * 1024 * 1024;

/** Exports of other systems have columns with whole documents in them. */
export const wideRejectedRows: Case = {
  name: 'a file of 400 MB whose rows are a megabyte each, and all rejected, is read in bounded memory',
  async run({ openDesk, system }) {
    const desk = await openDesk(import.meta.dirname);
    await writeWideFile(desk.path('bad.csv'));
    const ending = new AbortController();
    const measuring = measurePeak(system.environment['DATA_DIR'] ?? '', ending.signal);
    const result = await desk.batch('load', 'bad.csv', '--skip-limit', 'all', '--reason-limit', 'off');
    ending.abort();
    const peakBytes = await measuring;
    const { read, rejected, reasons } = expectCompleted(result);
    assert.deepEqual(
      { read, rejected, reasons },
      { read: rows, rejected: rows, reasons: { NOT_A_NUMBER: rows } },
    );
    assert.ok(peakBytes > 0 && peakBytes < maxResidentBytes, `The worker had ${peakBytes} bytes resident.`);
    const { size } = await stat(desk.path('bad.csv.rejects.csv'));
    assert.ok(size < maxRejectBytes, `The reject file has ${size} bytes.`);
  },
};

async function writeWideFile(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.write('invoiceNumber,customerName,amount,currency,issuedAt,pdf\n');
    for (let row = 0; row < rows; row += 1)
      await file.write(`WIDE-${row},Ada,x,EUR,2026-03-01T09:30:00.000Z,${document}\n`);
  } finally {
    await file.close();
  }
}

/** The most that the worker has had resident, as the system counts it (proc(5), VmHWM), in bytes. */
async function measurePeak(dataFolder: string, signal: AbortSignal): Promise<number> {
  let peak = 0;
  while (!signal.aborted) {
    const processes = await findProcessesOf(dataFolder);
    const worker = processes.find(({ command }) => command.includes('batch/main.ts load'));
    const status =
      worker === undefined ? '' : await readFile(`/proc/${worker.pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024);
    await delay(50, undefined, { signal }).catch(() => undefined);
  }
  return peak;
}
