import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildJava } from '#platform/testing/build-java.ts';
import { describeMachine, toMarkdownTable } from '../markdown.ts';
import {
  type Contender,
  createSpringBatch,
  javaFlags,
  runCopy,
  runCsvParse,
  runWorker,
  type Task,
} from './contenders.ts';
import { obtainInvoiceFile } from './invoice-file.ts';
import { type Ledger, openLedger, serverSettings } from './ledger.ts';
import type { MeasuredRun } from './measured-run.ts';
import { type ContenderName, parseOptions } from './options.ts';

/**
 * Seconds, rows per second and memory for loading files of invoices: by the batch worker, by COPY of the same invoices into an
 * identical table (the floor), by csv-parse that reads the file and does nothing, and by a plain Spring Batch job on the same
 * file and server. After each run the table's counts and sums are compared with the file's. Needs Java 17 and Maven for
 * Spring Batch.
 */
const titles: Readonly<Record<ContenderName, string>> = {
  copy: 'COPY, clean file (the floor)',
  worker: 'batch worker',
  'csv-parse': 'csv-parse alone',
  'spring-batch': 'Spring Batch',
};

const options = parseOptions();
const [loadBefore = 0] = loadavg();
const dataFolder = resolve(process.env.DATA_DIR || '.data', 'batch-bench');
const folder = await mkdtemp(join(tmpdir(), 'bench-batch-'));
const table: string[][] = [];
try {
  const contenders = await createContenders();
  const ledger = await openLedger(folder);
  try {
    for (const rows of options.rows) await measureSize(ledger, contenders, rows);
  } finally {
    await ledger.close();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
const [loadAfter = 0] = loadavg();
const settings = Object.entries(serverSettings).map(([name, value]) => `${name}=${value}`);
console.log(`${describeMachine()}, load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after.
PostgreSQL with ${settings.join(', ')} and its defaults otherwise; java ${javaFlags.join(' ')}. Median of ${options.runs}; one run above ${options.peerRows.toLocaleString('en')} rows.\n`);
console.log(
  toMarkdownTable(
    ['rows', '', 'seconds', 'rows/s', 'of the floor', 'times Spring Batch', 'peak memory MiB', 'all seconds'],
    table,
  ),
);

async function createContenders(): Promise<Map<ContenderName, Contender>> {
  const all: [ContenderName, Contender][] = [
    ['csv-parse', runCsvParse],
    ['copy', runCopy],
    ['worker', runWorker],
  ];
  if (options.only.includes('spring-batch')) {
    const builtIn = resolve(process.env.DATA_DIR || '.data', 'spring-batch-bench');
    const classPath = await buildJava(join(import.meta.dirname, 'spring-batch'), builtIn, 'InvoiceLoad');
    all.push(['spring-batch', createSpringBatch(classPath)]);
  }
  return new Map(all.filter(([name]) => options.only.includes(name)));
}

async function measureSize(
  ledger: Ledger,
  contenders: ReadonlyMap<ContenderName, Contender>,
  rows: number,
): Promise<void> {
  const cleanPath = join(folder, 'clean');
  const file = await obtainInvoiceFile(dataFolder, rows, options.seed);
  await ledger.writeClean(file.path, cleanPath);
  const task: Task = { ledger, file, rows, cleanPath };
  const isLarge = rows > options.peerRows;
  const runs = isLarge ? 1 : options.runs;
  // Once without counting: files of the server's log are made now, and only used again later.
  if (!isLarge) await runCopy(task);
  const results = new Map<ContenderName, MeasuredRun[]>();
  for (let nth = 0; nth < runs; nth += 1) {
    for (const [name, contender] of contenders) {
      if (isLarge && name === 'spring-batch') continue;
      const run = await contender(task);
      const said = run.output.trim().split('\n').at(-1);
      console.error(
        `${rows} rows, ${titles[name]}: ${run.seconds.toFixed(2)} s, ${run.peakMiB.toFixed(0)} MiB; ${said}`,
      );
      results.set(name, [...(results.get(name) ?? []), run]);
    }
  }
  const floor = secondsOf(results.get('copy'));
  const spring = secondsOf(results.get('spring-batch'));
  for (const [name, found] of results) {
    const seconds = secondsOf(found);
    table.push([
      rows.toLocaleString('en'),
      titles[name],
      seconds.toFixed(2),
      Math.round(rows / seconds).toLocaleString('en'),
      Number.isNaN(floor) ? '-' : (floor / seconds).toFixed(2),
      Number.isNaN(spring) ? '-' : (spring / seconds).toFixed(2),
      Math.max(...found.map(({ peakMiB }) => peakMiB)).toFixed(0),
      found.map((run) => run.seconds.toFixed(2)).join(', '),
    ]);
  }
  await rm(cleanPath);
}

/** The median, of an even count the lower one. */
function secondsOf(runs: readonly MeasuredRun[] = []): number {
  const sorted = runs.map(({ seconds }) => seconds).toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
