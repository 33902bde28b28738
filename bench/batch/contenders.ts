import { join } from 'node:path';
import type { InvoiceFile } from './invoice-file.ts';
import { invoicesTable, type Ledger } from './ledger.ts';
import { loadClean, springInsert } from './ledger-columns.ts';
import { type MeasuredRun, runMeasured } from './measured-run.ts';
import { checkTotals } from './totals.ts';

/** The input of a contender. */
export interface Task {
  readonly ledger: Ledger;
  readonly file: InvoiceFile;
  readonly rows: number;
  /** The same invoices as COPY takes them. */
  readonly cleanPath: string;
}

/** Loads the file once, from a command's start to its end, and looks whether all of it is there. */
export type Contender = (task: Task) => Promise<MeasuredRun>;

/** As much as the job needs, so that its memory is what it takes and not what it may. */
export const javaFlags = ['-Xmx512m'];

const workerMain = join(import.meta.dirname, '../../batch/main.ts');

export const runCsvParse: Contender = async ({ file, rows }) => {
  const run = await runMeasured([process.execPath, join(import.meta.dirname, 'csv-parse-run.ts'), file.path]);
  if (Number(run.output) !== rows) throw new Error(`csv-parse read ${run.output} records, not ${rows}.`);
  return run;
};

/** The floor. */
export const runCopy: Contender = async ({ ledger, file, cleanPath }) => {
  const table = await ledger.createTwin('copied');
  try {
    await ledger.settle();
    const run = await runMeasured([process.execPath, join(import.meta.dirname, 'copy-run.ts')], {
      DATABASE_URL: ledger.adminUrl,
      FILE: cleanPath,
      COPY: loadClean(table),
    });
    checkTotals('COPY', await ledger.totalsOf(table), file.totals);
    return run;
  } finally {
    await ledger.dropTwin(table);
  }
};

export const runWorker: Contender = async ({ ledger, file }) => {
  await ledger.emptyInvoices();
  await ledger.settle();
  const run = await runMeasured([process.execPath, workerMain, 'load', file.path], {
    DATABASE_URL: ledger.batchUrl,
    LOG_LEVEL: 'warn',
  });
  checkTotals('the worker', await ledger.totalsOf(invoicesTable), file.totals);
  return run;
};

/** @param classPath where the job was built */
export function createSpringBatch(classPath: string): Contender {
  return async ({ ledger, file }) => {
    const table = await ledger.createTwin('spring_loaded');
    try {
      await ledger.settle();
      const { host, username, password, pathname } = new URL(ledger.adminUrl);
      const run = await runMeasured(
        ['java', ...javaFlags, '-cp', classPath, 'InvoiceLoad', file.path, springInsert(table)],
        { JDBC_URL: `jdbc:postgresql://${host}${pathname}`, JDBC_USER: username, JDBC_PASSWORD: password },
      );
      checkTotals('Spring Batch', await ledger.totalsOf(table), file.totals);
      return run;
    } finally {
      await ledger.dropTwin(table);
    }
  };
}
