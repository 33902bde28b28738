import type { Command } from 'commander';
import { connectSql } from '#platform/database/sql-pool.ts';
import { getJob } from '../jobs/find-jobs.ts';
import type { KeptInvoice } from '../jobs/remove-imported.ts';
import { undoJob } from '../jobs/undo-job.ts';
import { statementTimeoutMs } from '../load/load-partitions.ts';
import { formatCount } from '../load/progress/progress.ts';
import { removeInputCopy } from '../load/reading/spool-input.ts';
import type { CommandTools } from './command-tools.ts';
import { toOneLine } from './format-jobs.ts';
import { parseJobNumber } from './job-number.ts';

type UndoTools = Pick<CommandTools, 'openDatabase' | 'output' | 'signal'>;

interface UndoOptions {
  readonly all?: true;
}

const shownInvoices = 20;

/** `undo JOB`: removes the invoices that a job has loaded. */
export function addUndoCommand(program: Command, tools: UndoTools): void {
  program
    .command('undo')
    .description('removes the invoices that a job loaded and that are unchanged since, and lists the others')
    .argument('<job>', 'its number, as `status` shows it', parseJobNumber)
    .option('--all', `every invoice that stays, not only the first ${shownInvoices}`)
    .action((number: number, options: UndoOptions) => undo(number, options, tools));
}

async function undo(number: number, { all }: UndoOptions, tools: UndoTools): Promise<void> {
  const { output, signal } = tools;
  const url = await tools.openDatabase();
  const database = connectSql({
    url,
    name: 'batch-undo',
    maxConnections: 1,
    statementTimeoutMs,
  });
  let shown = 0;
  const show = (kept: readonly KeptInvoice[]) => {
    const listed = all === true ? kept : kept.slice(0, shownInvoices - shown);
    for (const invoice of listed)
      output.write(`${toOneLine(invoice.number)} stays: ${describeKept(invoice)}\n`);
    shown += listed.length;
  };
  try {
    const job = await getJob(database.sql, number);
    const { removed, kept } = await undoJob({ sql: database.sql, url }, number, { signal, onKept: show });
    await removeInputCopy(job.filePath);
    if (shown < kept) output.write(`and ${formatCount(kept - shown)} more: undo ${number} --all\n`);
    output.write(
      `Job ${number} is undone: ${formatCount(removed)} invoices were removed, ${formatCount(kept)} stay.\n`,
    );
    output.write('Its file can be loaded again, as a job of its own.\n');
  } finally {
    await database.close();
  }
}

function describeKept({ status }: KeptInvoice): string {
  return status === 'ISSUED' ? 'it was changed after it was imported' : `it is ${status}`;
}
