import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestBilling } from '../../subgraphs/billing/testing/test-billing.ts';
import { describeMachine, toMarkdownTable } from '../markdown.ts';
import { openBenchLedger } from './bench-ledger.ts';
import { benchToday } from './generate-ledger.ts';
import { ListBench } from './list-bench.ts';
import { parseListOptions } from './options.ts';

/**
 * The milliseconds that lists and summaries of a ledger of invoices take, by HTTP from the billing subgraph itself: each
 * filter with each order on a first, a deep and a last page. The floor is the empty query and one invoice by its id. With
 * each figure goes the plan of its slowest call.
 */
const options = parseListOptions();
const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'bench-lists-')));
await mkdir(folder, { recursive: true });
const [loadBefore = 0] = loadavg();
try {
  const began = performance.now();
  const ledger = await openBenchLedger(folder, options.invoices);
  try {
    console.error(
      `ledger of ${options.invoices} invoices: ${Math.round((performance.now() - began) / 1_000)} s`,
    );
    await measure(ledger);
  } finally {
    await ledger.close();
  }
} finally {
  if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
}

async function measure(ledger: Awaited<ReturnType<typeof openBenchLedger>>): Promise<void> {
  const sent: { text: string; parameters: readonly unknown[] }[] = [];
  const billing = await startTestBilling({
    databaseUrl: ledger.url,
    onStatement: (text, parameters) => sent.push({ text, parameters }),
  });
  try {
    billing.setNow(`${benchToday}T12:00:00Z`);
    const bench = new ListBench({
      connect: () => billing.as('BILLING_MANAGER'),
      sql: ledger.admin,
      sent,
      options,
    });
    const tables = await bench.run();
    const [loadAfter = 0] = loadavg();
    const text = `${describeMachine()}, load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after; ${options.invoices.toLocaleString('en')} invoices.\n\n${tables
      .map(({ title, header, rows }) => `### ${title}\n\n${toMarkdownTable(header, rows)}\n`)
      .join('\n')}`;
    if (options.write === undefined) console.log(text);
    else await writeFile(options.write, text);
  } finally {
    await billing.close();
  }
}
