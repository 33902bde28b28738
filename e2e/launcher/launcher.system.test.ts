import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { playgroundQuery } from '../../deploy/system/playground-query.ts';
import { identityProvider, services } from '../../deploy/system/services.ts';
import { openSharedSystem, type SharedSystem } from '../shared-system.ts';

/** One query that touches all three subgraphs. The demo's invoices are of those years; what other tests issue is not. */
const acrossSubgraphs = `{
  invoices(filter: { issuedTo: "2011-12-31" }) {
    totalCount
    edges {
      node {
        number
        total { amount }
        customer { displayName email }
        lines { product { sku name } }
      }
    }
  }
}`;

interface Invoices {
  invoices: {
    totalCount: number;
    edges: {
      node: {
        number: string;
        total: { amount: string };
        customer: { displayName: string; email: string | null };
        lines: { product: { sku: string; name: string } | null }[];
      };
    }[];
  };
}

const root = resolve(import.meta.dirname, '../..');
let system: SharedSystem;
let dataFolder: string;
let demoInvoices: number;

before(
  async () => {
    system = await openSharedSystem();
    dataFolder = system.environment['DATA_DIR'] ?? '';
    demoInvoices = Number(/^Demo: (\d+) issued invoices/m.exec(system.output)?.[1]);
  },
  { timeout: 180_000 },
);
after(() => system?.[Symbol.asyncDispose]());

async function ask(user: string) {
  return createGraphqlClient(system.gatewayUrl, await system.tokenOf(user))<Invoices>(acrossSubgraphs);
}

test('fills an empty system, and says in one line where it is', () => {
  const { output } = system;
  assert.match(
    output,
    /^Demo: \d+ issued invoices with \d+ lines, \d+ customers, \d+ products; \d+ of \d+ rows/m,
  );
  assert.match(output, /CREDIT_NOTE: /);
  assert.doesNotMatch(output, /REFUSED_BY_API/);
  const line = output.split('\n').find((one) => one.startsWith('Ready after')) ?? '';
  for (const part of [system.gatewayUrl, system.issuer, 'admin', 'Facturation-2026'])
    assert.ok(line.includes(part), line);
});

test('keeps the log of each process', async () => {
  for (const { name } of [identityProvider, ...services]) {
    assert.match(await readFile(join(dataFolder, 'logs', `${name}.log`), 'utf8'), /"level":"info"/, name);
  }
});

test('answers one query across three subgraphs, to each role what it may read', async () => {
  const toAdmin = await ask('admin');
  assert.deepEqual(toAdmin.errors, []);
  const { edges, totalCount } = toAdmin.data.invoices;
  assert.ok(totalCount > 100);
  assert.equal(totalCount, demoInvoices);
  assert.equal(edges.length, 25);
  for (const { node } of edges) {
    assert.match(node.number, /^2010-\d{6}$/);
    assert.match(node.customer.email ?? '', /@customers\.example$/);
    assert.ok(node.lines.length > 0);
  }

  const toBilling = await ask('billing-manager');
  const cut = edges.map(({ node }) => ({ node: { ...node, customer: { ...node.customer, email: null } } }));
  assert.deepEqual(toBilling.data.invoices.edges, cut);
  assert.ok(toBilling.errors.length > 0);
  for (const { path, extensions } of toBilling.errors) {
    assert.equal(extensions?.['code'], 'UNAUTHORIZED_FIELD_OR_TYPE');
    const names = path?.filter((key) => typeof key === 'string' && key !== '@');
    assert.deepEqual(names, ['invoices', 'edges', 'node', 'customer', 'email']);
  }
});

test('answers the first query of GraphiQL to each role', async () => {
  for (const user of ['user', 'product-manager', 'customer-manager', 'billing-manager', 'admin']) {
    const answer = await createGraphqlClient(
      system.gatewayUrl,
      await system.tokenOf(user),
    )<{
      products: { edges: { node: { sku: string; unitPrice: { amount: string } } }[] };
    }>(playgroundQuery);
    assert.deepEqual(answer.errors, [], user);
    assert.equal(answer.data.products.edges.length, 5, user);
  }
});

/** A figure of a process that shows it at `/metrics`. */
async function readFigure(portVariable: string, name: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${system.environment[portVariable]}/metrics`);
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(await answer.text())?.[1]);
}

test('moves each issued invoice to the event log, and simulates others', async () => {
  const isRelayed = async () =>
    (await readFigure('RELAY_PORT', 'billing_relay_appended_total')) >= demoInvoices &&
    (await readFigure('RELAY_PORT', 'billing_outbox_pending')) === 0;
  await waitFor('every invoice to be relayed', isRelayed);
  const isSimulating = async () => (await readFigure('SIMULATOR_PORT', 'simulator_sent_total')) >= 2;
  await waitFor('simulated invoices', isSimulating);
});

/** The number of invoices in the statistics, as the command prints it; 0 before the first. */
async function readCounted(): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['tools/statistics.ts'], {
    cwd: root,
    env: { DATA_DIR: dataFolder },
    timeout: 60_000,
  });
  const records =
    /^Records: (\d+) counted, \d+ of imports, \d+ of payments, credit notes and voided invoices, 0 repeats, 0 dead letters/m;
  return Number(records.exec(stdout)?.[1]);
}

test('prints statistics that count every invoice and move, with no setting but the folder', async () => {
  const counted = await waitFor('every invoice to be counted', async () => {
    const count = await readCounted();
    return count > demoInvoices && count;
  });
  await waitFor('one more', async () => (await readCounted()) > counted);
});

test('keeps what arrives in the log, lists it over REST, and writes it to a CSV file that grows', async () => {
  const address = `http://127.0.0.1:${system.environment['SINK_PORT']}`;
  const headers = { authorization: `Bearer ${await system.tokenOf('billing-manager')}` };
  const listSimulated = async () => {
    const answer = await fetch(`${address}/invoices?number=SIM-000001`, { headers });
    return ((await answer.json()) as { invoices: { customerName: string }[] }).invoices[0];
  };
  const simulated = await waitFor('a simulated invoice to be stored', listSimulated);
  const folder = join(dataFolder, 'sink');
  const readFiles = async () => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.csv'));
    return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('');
  };
  const isInFile = async () => {
    const text = await readFiles();
    return text.includes(`SIM-000001,${simulated.customerName},`) && text;
  };
  const text = await waitFor('its row in the CSV file', isInFile);
  await waitFor('further rows', async () => (await readFiles()).length > text.length);
});
