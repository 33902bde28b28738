import { parseArgs } from 'node:util';
import { describeMachine, toMarkdownTable } from './markdown.ts';
import type { Kind } from './subscribers/kinds.ts';
import { startLoadProcess } from './subscribers/load-process.ts';
import { type Measured, type MeasureParts, measure } from './subscribers/measure.ts';
import { findClimb, tableHeader, toComparison, toRow } from './subscribers/report.ts';
import type { SenderName } from './subscribers/sender.ts';
import { createSteadyWriter } from './subscribers/steady-writer.ts';
import { storeCustomers } from './subscribers/store-customers.ts';
import { startSystem } from './subscribers/system.ts';

/** The aim for the time from commit to receipt. */
const aimMs = 100;
/** The numbers of subscribers that are tried one after the other, until the aim is missed. */
const ladders = {
  invoiceReceived: [50, 100, 200, 300, 400, 600, 800],
  liveTotals: [250, 500, 1_000, 2_000, 3_000, 4_000, 6_000, 8_000],
} as const;

const { values } = parseArgs({
  options: {
    subscribers: { type: 'string', default: '2000' },
    many: { type: 'string', default: '10000' },
    // Each is followed over a connection of its own to the statistics too: the gateway needs two descriptors for each.
    customers: { type: 'string', default: '9000' },
    rate: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '10' },
    // Of the comparison with a bare sender, and of the many.
    runs: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});
const [subscribers, many] = [Number(values.subscribers), Number(values.many)];
const [customers, perSecond] = [Number(values.customers), Number(values.rate)];
const [forMs, runs] = [Number(values.seconds) * 1_000, Number(values.runs)];
const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort());

const { signal } = stopping;
const system = await startSystem(signal);
const writer = createSteadyWriter(system.billingUrl, {
  customers: Math.max(200, subscribers, customers),
  seed: 7,
});
const load = startLoadProcess();
try {
  await storeCustomers(system.adminUrl, writer.customers);
  const found: Measured[] = [];
  await measureAll({ system, load, writer }, found);
  console.log(`${describeMachine()}; ${perSecond} invoices/s for ${values.seconds} s.\n`);
  console.log(toMarkdownTable(tableHeader, found.map(toRow)));
  console.log(toComparison(found, [subscribers, many]).join('\n'));
  for (const of of Object.keys(ladders)) {
    const climb = findClimb(found.filter((one) => one.of === of));
    if (climb !== undefined) console.log(climb);
  }
  for (const { of, lost } of found) {
    if (lost.length > 0) console.log(`${of}: ${lost.length} subscriptions were lost: ${lost[0]}`);
  }
} finally {
  await load.close();
  await writer.close();
  await system.close();
}

async function measureAll(parts: MeasureParts, found: Measured[]): Promise<void> {
  const take = async (of: Kind, count: number, { by = 'gateway' as SenderName, ms = forMs } = {}) => {
    if (values.only !== undefined && values.only !== of) return undefined;
    signal.throwIfAborted();
    const measured = await measure(parts, { of, by, subscribers: count, perSecond, forMs: ms, signal });
    found.push(measured);
    console.error(toRow(measured).join('  '));
    return measured;
  };
  const climb = async (of: keyof typeof ladders) => {
    for (const count of ladders[of]) {
      const measured = await take(of, count, { ms: forMs / 2 });
      if (measured === undefined || measured.latency.p95 > aimMs || measured.missing > 0) break;
    }
  };
  // In turn, so that what else the machine does falls on both.
  for (let run = 0; run < runs; run += 1) {
    for (const count of [subscribers, many]) {
      await take('liveTotals', count, { by: 'bare sender' });
      await take('liveTotals', count);
    }
  }
  await take('customerTotal', subscribers);
  await take('invoiceReceived, reaching out', 1);
  await climb('invoiceReceived');
  await climb('liveTotals');
  await take('customerTotal', customers);
}
