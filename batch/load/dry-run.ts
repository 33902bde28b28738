import { resolve } from 'node:path';
import { createCsvReader } from '../csv/csv-reader.ts';
import { openBytes } from '../csv/open-bytes.ts';
import { compileMapping } from '../mapping/compile-mapping.ts';
import { describeInvoice } from '../mapping/describe-invoice.ts';
import { createGrouper } from '../mapping/grouper.ts';
import type { ImportInvoice } from '../mapping/import-invoice.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { ChunkMaker } from './chunk-maker.ts';
import { findScattered } from './find-scattered.ts';
import { openFile } from './open-file.ts';
import { createPrepareRecord } from './prepare-record.ts';
import { formatCount } from './progress.ts';
import type { ChunkReject } from './thread-messages.ts';

/** What a file would become. */
export interface DryRun {
  readonly readRows: number;
  readonly invoices: number;
  readonly rejectedRows: number;
  /** The first invoices. */
  readonly shown: readonly ImportInvoice[];
  /** The first rejected rows. */
  readonly rejects: readonly ChunkReject[];
  /** How many rows are rejected for what, the most frequent reason first. */
  readonly reasons: readonly { readonly code: string; readonly count: number }[];
}

const mostShown = 10;
const takeRows = 10_000;

/**
 * Reads a file and makes invoices of it as a load does, without a database: whether an invoice is there already, and
 * which customers are known, stays open.
 *
 * @throws {CodedError} FILE_UNREADABLE, BAD_HEADER
 */
export async function dryRun(
  path: string,
  mapping: Mapping,
  { sellerZone, signal }: { readonly sellerZone: string; readonly signal: AbortSignal },
): Promise<DryRun> {
  const file = await openFile(resolve(path), mapping, sellerZone);
  const task = file.toTask(
    { next: file.first, toByte: null },
    { chunkRows: takeRows, scattered: await findScattered(file, signal) },
  );
  const { mapper } = compileMapping(mapping, file.header, sellerZone);
  if (mapper === undefined) throw new TypeError('A mapping that fitted the file does not any more.');
  const reader = createCsvReader(task.dialect, { start: task.start, columns: task.columns });
  const prepare = createPrepareRecord(task, mapper);
  const maker = new ChunkMaker(createGrouper(mapper), task.start, takeRows, prepare);

  const shown: ImportInvoice[] = [];
  const rejects: ChunkReject[] = [];
  const reasons = new Map<string, number>();
  let [readRows, invoices, rejectedRows] = [0, 0, 0];
  const take = () => {
    const taken = maker.takeInvoices();
    const content = maker.take(reader.position());
    readRows += content.readRows;
    invoices += taken.length;
    rejectedRows += content.rejects.length;
    shown.push(...taken.slice(0, mostShown - shown.length));
    rejects.push(...content.rejects.slice(0, mostShown - rejects.length));
    for (const { problems } of content.rejects) {
      reasons.set(problems[0].code, (reasons.get(problems[0].code) ?? 0) + 1);
    }
  };
  for await (const piece of openBytes(file.path, { start: file.first.byteOffset, signal })) {
    maker.push(reader.push(piece));
    if (maker.isFull) take();
  }
  maker.push(reader.end());
  maker.end();
  take();
  const ordered = [...reasons].map(([code, count]) => ({ code, count }));
  return {
    readRows,
    invoices,
    rejectedRows,
    shown,
    rejects,
    reasons: ordered.sort((a, b) => b.count - a.count),
  };
}

/** A dry run for people. */
export function formatDryRun(name: string, run: DryRun): string {
  const lines = [
    `${name}: ${formatCount(run.readRows)} rows would become ${formatCount(run.invoices)} invoices, ${formatCount(run.rejectedRows)} rows would be rejected. Nothing was loaded.`,
    ...run.shown.flatMap((invoice) => describeInvoice(invoice).map((line) => `  ${line}`)),
  ];
  if (run.rejects.length > 0) lines.push('Rejected, the first of them:');
  for (const { rowNumber, line, byteOffset, problems } of run.rejects) {
    for (const { code, message } of problems) {
      lines.push(`  row ${rowNumber} (line ${line}, byte ${byteOffset}): ${code}: ${message}`);
    }
  }
  lines.push(...run.reasons.map(({ code, count }) => `  ${code}: ${formatCount(count)} rows`));
  return `${lines.join('\n')}\n`;
}
