import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { formatMinor } from '#schema/money.ts';
import { csvHeader, formatCsvRow } from '../../streams/sink/csv/csv-row.ts';
import { findInvoices, sumInvoices } from '../cases/invoices.ts';
import { type RunningSystem, startRunningSystem } from '../running-system.ts';

const root = join(import.meta.dirname, '../..');
const retailSample = join(root, 'deploy/demo/online-retail-sample.csv');

let system: RunningSystem;
let folder: string;
let ask: GraphqlClient;

// With the demo, whose invoices billing issued, and the simulator, whose invoices it did not.
before(
  async () => {
    system = await startRunningSystem({ flags: [] });
    folder = await mkdtemp(join(tmpdir(), 'batch-e2e-'));
    ask = createGraphqlClient(system.gatewayUrl, await system.tokenOf('billing-manager'));
  },
  { timeout: 300_000 },
);
after(async () => {
  await rm(folder, { recursive: true });
  await system.stop();
});

/** `npm run batch -- ...` on the running system. */
async function batch(...args: string[]): Promise<{ code: number; output: string }> {
  const worker = spawn(process.execPath, [join(root, 'tools/batch.ts'), ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...system.environment },
    timeout: 170_000,
  });
  const [output, errors, [code]] = await Promise.all([
    text(worker.stdout),
    text(worker.stderr),
    once(worker, 'exit'),
  ]);
  return { code, output: output + errors };
}

/** A figure of the summary. */
function read(output: string, name: string): number {
  const figure = new RegExp(`^ {2}${name} +([\\d,]+) (?:\\w+ )?rows`, 'm').exec(output)?.[1];
  assert.ok(figure, `no "${name}" in ${output}`);
  return Number(figure.replaceAll(',', ''));
}

interface Imported {
  readonly invoices: {
    readonly totalCount: number;
    readonly edges: readonly {
      readonly node: {
        readonly number: string;
        readonly importJob: { readonly number: number; readonly fileName: string; readonly status: string };
      };
    }[];
  };
}

async function findImported(job: number): Promise<Imported['invoices']> {
  const { data: jobs } = await ask<{ importJob: { id: string } }>(
    'query($number: Int!) { importJob(number: $number) { id } }',
    {
      number: job,
    },
  );
  const { data, errors } = await ask<Imported>(
    `query($job: ID!) { invoices(first: 1, filter: { origin: IMPORTED, importJobId: $job }) {
      totalCount edges { node { number importJob { number fileName status } } } } }`,
    { job: jobs.importJob.id },
  );
  assert.deepEqual(errors, []);
  return data.invoices;
}

test('a file of another system: every row is accounted for, and its invoices are seen through the gateway', async () => {
  const lines = (await readFile(retailSample, 'utf8')).trimEnd().split('\n').length;
  const args = ['load', retailSample, '--mapping', 'online-retail', '--skip-limit', 'all'];
  const { code, output } = await batch(...args, '--reject-file', join(folder, 'rejects.csv'));
  assert.equal(code, 0, output);
  const [all, loaded, rejected] = [read(output, 'read'), read(output, 'loaded'), read(output, 'rejected')];
  assert.equal(all, lines - 1);
  assert.equal(all, loaded + rejected, output);
  const rejects = (await readFile(join(folder, 'rejects.csv'), 'utf8')).trimEnd().split('\r\n');
  assert.equal(rejects.length - 1, rejected);

  const imported = await findImported(1);
  assert.equal(imported.totalCount, Number(/, ([\d,]+) invoices/.exec(output)?.[1]?.replaceAll(',', '')));
  assert.deepEqual(imported.edges[0]?.node.importJob, {
    number: 1,
    fileName: 'online-retail-sample.csv',
    status: 'COMPLETED',
  });
});

test("the sink's file: what billing issued is there already, what was simulated is left out, or loaded when it is asked for", async () => {
  const { data } = await ask<{ invoices: { totalCount: number } }>(
    '{ invoices(filter: { origin: OWN, status: [ISSUED] }) { totalCount } }',
  );
  const issued = data.invoices.totalCount;
  assert.ok(issued > 0);
  // The sink goes on writing: a copy is complete.
  const copy = join(folder, 'sink.csv');
  const rows = await waitFor(
    'the issued invoices and a simulated one in the file of the sink',
    async () => {
      const sinkFolder = join(system.environment['DATA_DIR'] ?? '', 'sink');
      const [name] = await readdir(sinkFolder).catch(() => []);
      if (name === undefined) return undefined;
      await copyFile(join(sinkFolder, name), copy);
      const [, ...invoices] = (await readFile(copy, 'utf8')).trimEnd().split('\r\n');
      const simulated = invoices.filter((row) => row.startsWith('SIM-')).length;
      return simulated > 0 && invoices.length - simulated === issued ? invoices.length : undefined;
    },
    120_000,
  );

  const first = await batch('load', copy);
  assert.equal(first.code, 0, first.output);
  assert.deepEqual(
    {
      there: read(first.output, 'already there'),
      loaded: read(first.output, 'loaded'),
      leftOut: read(first.output, 'left out'),
    },
    { there: issued, loaded: 0, leftOut: rows - issued },
  );
  const repeated = await batch('load', copy);
  assert.match(repeated.output, /was loaded with this mapping as job 2/);
  const all = await batch('load', copy, '--all-rows');
  assert.deepEqual([read(all.output, 'already there'), read(all.output, 'loaded')], [issued, rows - issued]);
  const second = await batch('load', copy, '--all-rows', '--parameter', 'run=2');
  assert.deepEqual([read(second.output, 'already there'), read(second.output, 'loaded')], [rows, 0]);
});

/** The live totals by currency, as texts. */
async function readLiveTotals(): Promise<readonly string[]> {
  const { data, errors } = await ask<{
    liveTotals: { allTime: { count: number; total: { amount: string; currency: string } }[] };
  }>('{ liveTotals { allTime { count total { amount currency } } } }');
  assert.deepEqual(errors, []);
  return data.liveTotals.allTime.map(({ count, total }) => `${count} ${total.amount} ${total.currency}`);
}

/** The same of the ledger's invoices: issued ones and imported ones. */
async function readLedgerTotals(): Promise<readonly string[]> {
  const invoices = await findInvoices(ask, { status: ['ISSUED', 'PAID', 'VOID'] });
  const byCurrency = Object.groupBy(Object.entries(sumInvoices(invoices)), ([key]) => key.slice(-3));
  const rows = Object.entries(byCurrency).map(([currency, sums = []]) => {
    const count = sums.reduce((sum, [, figures]) => sum + figures.count, 0);
    const minor = sums.reduce((sum, [, figures]) => sum + figures.totalMinor, 0n);
    return `${count} ${formatMinor(minor, currency)} ${currency}`;
  });
  return rows.toSorted((left, right) => left.slice(-3).localeCompare(right.slice(-3)));
}

/** Waits until the live totals are those of the ledger, and gives them. */
function settleTotals(): Promise<readonly string[]> {
  return waitFor(
    'the live totals to be those of the ledger',
    async () => {
      const [live, ledger] = [await readLiveTotals(), await readLedgerTotals()];
      return JSON.stringify(live) === JSON.stringify(ledger) && live;
    },
    120_000,
  );
}

test('imported invoices are in the live totals, and no longer once their load is undone', async () => {
  const before = await settleTotals();
  const amounts = ['1000.50', '-0.25', '7', '2.50'];
  const rows = amounts.map((amount, nth) =>
    formatCsvRow({
      invoiceNumber: `TOTALS-${nth}`,
      customerName: 'Counted Customer',
      amount,
      currency: nth === 2 ? 'JPY' : 'SEK',
      issuedAt: '2011-03-01T09:30:00.000Z',
      issueDate: '2011-03-01',
      isSimulated: false,
    }),
  );
  const file = join(folder, 'totals.csv');
  await writeFile(file, csvHeader + rows.join(''));
  const load = await batch('load', file);
  assert.equal(load.code, 0, load.output);
  const during = await settleTotals();
  assert.deepEqual(
    during.filter((row) => !before.includes(row)),
    ['1 7 JPY', '3 1002.75 SEK'],
  );
  const { data } = await ask<{ customerTotal: object }>(
    '{ customerTotal(customerName: "Counted Customer") { totals { count total { amount currency } } } }',
  );
  assert.deepEqual(data.customerTotal, {
    totals: [
      { count: 1, total: { amount: '7', currency: 'JPY' } },
      { count: 3, total: { amount: '1002.75', currency: 'SEK' } },
    ],
  });
  const undo = await batch('undo', /^Job (\d+)/m.exec(load.output)?.[1] ?? '');
  assert.equal(undo.code, 0, undo.output);
  assert.deepEqual(await settleTotals(), before);
});
