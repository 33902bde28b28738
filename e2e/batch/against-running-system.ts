import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
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
  { timeout: 180_000 },
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
    timeout: 100_000,
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
    60_000,
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
