import type { Log } from '#platform/log/log.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { pause } from '#platform/waiting/pause.ts';
import type { CsvFolder } from './csv-folder.ts';
import { type CsvWriter, createCsvWriter } from './csv-writer.ts';
import { createTableSource } from './table-source.ts';
import { takeWriterLock, type WriterLock } from './writer-lock.ts';

/**
 * - `standby`: another process writes the files;
 * - `repairing`: the files are being made what the table says;
 * - `writing`: all is well;
 * - `failed`: the database or the disk does not do; it is tried again.
 */
type CsvState = 'standby' | 'repairing' | 'writing' | 'failed';

/** The CSV writer at work. */
export interface RunningCsvWriter {
  state(): CsvState;
  /** Tells that rows were committed, so that they are written at once. */
  wake(): void;
  /** Writes what is committed, at most for five seconds, and gives the lock back. */
  close(): Promise<void>;
}

export interface CsvWriterRun {
  /** Of the sink's database. */
  readonly url: string;
  readonly folder: CsvFolder;
  readonly log: Log;
  /** Told of what was written. */
  readonly onWritten?: (written: { rows: number; bytes: number }) => void;
  /** The time between two checks for rows of other processes, and for the lock; 1 s when absent. */
  readonly pollMs?: number;
}

/** Starts to write the files, as soon as no other process does, until closed; through failures of database and disk. */
export function runCsvWriter(run: CsvWriterRun): RunningCsvWriter {
  const { log, pollMs = 1_000 } = run;
  let state: CsvState = 'repairing';
  const closing = new AbortController();
  let stopAt = Number.POSITIVE_INFINITY;
  const committed = createBell();

  async function writeUntilClosed(lock: WriterLock, writer: CsvWriter): Promise<void> {
    state = 'repairing';
    const wrong = await writer.repair();
    if (wrong.length > 0) log.warn({ files: wrong }, 'CSV files were made equal to the table');
    while (Date.now() < stopAt) {
      await lock.assertHeld();
      const written = await writer.writeNext();
      state = 'writing';
      if (written.rows > 0) run.onWritten?.(written);
      else if (closing.signal.aborted) return;
      else await committed.wait(pollMs, closing.signal);
    }
  }

  async function writeAsOnlyOne(): Promise<void> {
    const lock = await takeWriterLock(run.url);
    if (lock === undefined) {
      state = 'standby';
      return;
    }
    const writer = createCsvWriter({ source: createTableSource(lock.sql), folder: run.folder });
    try {
      await writeUntilClosed(lock, writer);
    } finally {
      await writer.close();
      await lock.release();
    }
  }

  async function writeForEver(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await writeAsOnlyOne();
      } catch (error) {
        if (state !== 'failed') log.error({ err: error }, 'CSV files cannot be written; trying again');
        state = 'failed';
      }
      await pause(pollMs, closing.signal);
    }
  }

  const ended = writeForEver();
  return {
    state: () => state,
    wake: () => committed.ring(),
    close: async () => {
      closing.abort();
      stopAt = Date.now() + closeDeadlines.lastWorkMs;
      await ended;
    },
  };
}
