import type { Command } from 'commander';
import { connectSql } from '#platform/database/sql-pool.ts';
import { toDay } from '#schema/calendar/day.ts';
import { describeKept } from '../jobs/describe-kept.ts';
import { getJob } from '../jobs/find-jobs.ts';
import type { KeptRecord } from '../jobs/remove-imported.ts';
import { describeUndone, undoJob } from '../jobs/undo-job.ts';
import { statementTimeoutMs } from '../load/load-partitions.ts';
import { formatCount } from '../load/progress/progress.ts';
import { removeInputCopy } from '../load/reading/spool-input.ts';
import { toKindOfTarget } from '../mapping/mapping.ts';
import type { CommandTools } from './command-tools.ts';
import { toOneLine } from './format-jobs.ts';
import { parseJobNumber } from './job-number.ts';

type UndoTools = Pick<CommandTools, 'openDatabase' | 'output' | 'seller' | 'signal'>;

interface UndoOptions {
  readonly all?: true;
}

const shownRecords = 20;

/** `undo JOB`: takes back what a job has loaded. */
export function addUndoCommand(program: Command, tools: UndoTools): void {
  program
    .command('undo')
    .description(
      'removes the invoices that a job loaded and that are unchanged since, or reverses its payments, and lists what stays',
    )
    .argument('<job>', 'its number, as `status` shows it', parseJobNumber)
    .option('--all', `everything that stays, not only the first ${shownRecords}`)
    .action((number: number, options: UndoOptions) => undo(number, options, tools));
}

async function undo(number: number, { all }: UndoOptions, tools: UndoTools): Promise<void> {
  const { output, seller, signal } = tools;
  const url = await tools.openDatabase();
  const database = connectSql({
    url,
    name: 'batch-undo',
    maxConnections: 1,
    statementTimeoutMs,
  });
  let shown = 0;
  const show = (kept: readonly KeptRecord[]) => {
    const listed = all === true ? kept : kept.slice(0, shownRecords - shown);
    for (const record of listed)
      output.write(`${toOneLine(record.number)} stays: ${describeKept(record.status)}\n`);
    shown += listed.length;
  };
  try {
    const job = await getJob(database.sql, number);
    const today = toDay(new Date(), seller.timeZone);
    const { removed, kept } = await undoJob({ sql: database.sql, url }, number, {
      signal,
      today,
      onKept: show,
    });
    await removeInputCopy(job.filePath);
    if (shown < kept) output.write(`and ${formatCount(kept - shown)} more: undo ${number} --all\n`);
    output.write(
      `Job ${number} is undone: ${describeUndone(toKindOfTarget(job.target), removed)}, ${formatCount(kept)} stay.\n`,
    );
    output.write('Its file can be loaded again, as a job of its own.\n');
  } finally {
    await database.close();
  }
}
