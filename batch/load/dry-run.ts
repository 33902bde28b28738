import { resolve } from 'node:path';
import type { Seller } from '#schema/calendar/seller.ts';
import { openBytes } from '../csv/open-bytes.ts';
import type { Reject } from '../jobs/job.ts';
import { compileMapping, compilePaymentMapping } from '../mapping/compile-mapping.ts';
import { describeInvoice } from '../mapping/describe-invoice.ts';
import {
  isPaymentMapping,
  type Mapping,
  type RecordKind,
  toLeftOutHint,
  toLeftOutName,
  toRecordKind,
} from '../mapping/mapping.ts';
import { describePayment } from '../mapping/payments/describe-payment.ts';
import { openRows } from './planning/row-source.ts';
import { explainRejects } from './progress/explain-rejects.ts';
import { formatCount } from './progress/progress.ts';
import type { ChunkMaker } from './reading/chunk-maker.ts';
import { lookAtFile } from './reading/file-identity.ts';
import { type OpenedFile, openFile } from './reading/open-file.ts';
import { createInvoiceMaker, createPaymentMaker } from './reading/prepare-record.ts';
import { createTaskReader } from './reading/task-reader.ts';
import type { ChunkReject, ReadingTask } from './reading/thread-messages.ts';
import { assertSortable } from './sort/sort-parameter.ts';

/** The result that a load of a file would have. */
export interface DryRun {
  readonly readRows: number;
  /** The number of invoices or payments. */
  readonly items: number;
  readonly records: RecordKind;
  readonly rejectedRows: number;
  /** The rows that the mapping leaves out, their name, and how to load them; undefined if it leaves none out. */
  readonly leftOut: { readonly rows: number; readonly name: string; readonly hint: string } | undefined;
  /** The lines that describe the first invoices or payments. */
  readonly shown: readonly string[];
  /** The first rejected rows. */
  readonly rejects: readonly ChunkReject[];
  /** The number of rejected rows by reason, the most frequent reason first. */
  readonly reasons: readonly { readonly code: string; readonly count: number }[];
  /** The form of the file by its rejected rows; undefined if they do not show it. */
  readonly explanation: string | undefined;
}

export interface DryRunOptions {
  readonly seller: Seller;
  /** True if rows of one invoice are put together first. */
  readonly isSorted: boolean;
  readonly signal: AbortSignal;
  /** The most invoices or payments, and the most rejected rows, that are shown. Default 10. */
  readonly maxShown?: number;
  /** True for the beginning of a file: its last record may be cut off, and is left out. */
  readonly isBeginning?: boolean;
}

const usualShown = 10;
const takeRows = 10_000;
/** The number of rejected rows that are enough to find the form of a file. */
const explainingRows = 1_000;

/**
 * Reads a file and makes invoices or payments of it as a load does, without a database: it does not check if an invoice
 * exists, what is left to pay of it, or which customers are known.
 *
 * @throws {CodedError} FILE_UNREADABLE, BAD_HEADER, NOTHING_TO_SORT
 */
export async function dryRun(path: string, mapping: Mapping, options: DryRunOptions): Promise<DryRun> {
  const { seller, isSorted, signal } = options;
  if (isSorted) assertSortable(mapping);
  const file = await openFile(resolve(path), mapping, seller);
  const { bytes } = await lookAtFile(file.path);
  const rows = await openRows(file, bytes, { isSorted, signal });
  try {
    return await tryRows({ task: rows.toTask({ next: rows.first, toByte: null }, takeRows), file, options });
  } finally {
    await rows.close();
  }
}

/** Reads the rows of a task to their results. */
async function tryRows(trial: Trial): Promise<DryRun> {
  const { task, file } = trial;
  const { mapping, header, issueDates } = file;
  if (isPaymentMapping(mapping)) {
    const { mapper } = compilePaymentMapping(mapping, header, issueDates);
    if (mapper !== undefined) {
      return tryItems(trial, createPaymentMaker(task, mapper), describePayment);
    }
  } else {
    const { mapper } = compileMapping(mapping, header, issueDates);
    if (mapper !== undefined) {
      return tryItems(trial, createInvoiceMaker(task, mapper), describeInvoice);
    }
  }
  throw new TypeError('A mapping that fitted the file does not any more.');
}

interface Trial {
  readonly task: ReadingTask;
  readonly file: OpenedFile;
  readonly options: DryRunOptions;
}

async function tryItems<Item extends { readonly rowCount: number }>(
  { task, file, options }: Trial,
  maker: ChunkMaker<Item>,
  describe: (item: Item) => readonly string[],
): Promise<DryRun> {
  const { signal, maxShown = usualShown, isBeginning = false } = options;
  const reader = createTaskReader(task, task.start);
  const shown: Item[] = [];
  const rejects: ChunkReject[] = [];
  const explaining: Pick<Reject, 'code' | 'column' | 'cells'>[] = [];
  const reasons = new Map<string, number>();
  let [readRows, items, rejectedRows, leftOutRows] = [0, 0, 0, 0];
  const take = () => {
    const taken = maker.takeItems();
    const content = maker.take(reader.position());
    readRows += content.readRows;
    items += taken.length;
    rejectedRows += content.rejects.length;
    leftOutRows += content.leftOutRows;
    shown.push(...taken.slice(0, maxShown - shown.length));
    rejects.push(...content.rejects.slice(0, maxShown - rejects.length));
    for (const { problems, cells } of content.rejects) {
      if (explaining.length < explainingRows) explaining.push({ ...problems[0], cells });
      reasons.set(problems[0].code, (reasons.get(problems[0].code) ?? 0) + 1);
    }
  };
  for await (const piece of openBytes(task.path, { start: task.start.byteOffset, signal })) {
    maker.push(reader.push(piece));
    if (maker.isFull) take();
  }
  if (!isBeginning) {
    maker.push(reader.end());
    maker.end();
  }
  take();
  const leftOutName = toLeftOutName(file.mapping);
  const ordered = [...reasons].map(([code, count]) => ({ code, count }));
  return {
    readRows,
    items,
    records: toRecordKind(file.mapping),
    rejectedRows,
    leftOut:
      leftOutName === undefined
        ? undefined
        : { rows: leftOutRows, name: leftOutName, hint: toLeftOutHint(file.mapping) },
    shown: shown.flatMap(describe),
    rejects,
    reasons: ordered.sort((a, b) => b.count - a.count),
    explanation: explainRejects(explaining, file),
  };
}

/** Formats a dry run for people. */
export function formatDryRun(name: string, run: DryRun): string {
  const lines = [
    `${name}: ${formatCount(run.readRows)} rows would become ${formatCount(run.items)} ${run.records}, ${formatCount(run.rejectedRows)} rows would be rejected. Nothing was loaded.`,
    ...run.shown.map((line) => `  ${line}`),
  ];
  if (run.leftOut !== undefined && run.leftOut.rows > 0) {
    const { rows, name, hint } = run.leftOut;
    lines.push(`Left out: ${formatCount(rows)} ${name} rows${hint}.`);
  }
  if (run.rejects.length > 0) lines.push('Rejected, the first of them:');
  for (const { rowNumber, line, byteOffset, problems } of run.rejects) {
    for (const { code, message } of problems) {
      lines.push(`  row ${rowNumber} (line ${line}, byte ${byteOffset}): ${code}: ${message}`);
    }
  }
  lines.push(...run.reasons.map(({ code, count }) => `  ${code}: ${formatCount(count)} rows`));
  if (run.explanation !== undefined) lines.push(run.explanation);
  return `${lines.join('\n')}\n`;
}
