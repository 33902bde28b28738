import { parseArgs } from 'node:util';
import { describeMachine, toMarkdownTable } from './markdown.ts';
import type { Kind } from './subscribers/kinds.ts';
import { startLoadProcess } from './subscribers/load-process.ts';
import { type Measured, type MeasureParts, measure } from './subscribers/measure.ts';
import { createSteadyWriter } from './subscribers/steady-writer.ts';
import { storeCustomers } from './subscribers/store-customers.ts';
import { startSystem } from './subscribers/system.ts';

/** The aim for the time from commit to receipt. */
const aimMs = 100;
/** How many subscribers are tried, one number after the other, until the aim is missed. */
const ladders = {
  invoiceReceived: [50, 100, 200, 300, 400, 600, 800],
  liveTotals: [4_000, 6_000, 8_000],
} as const;

const header = [
  'field',
  'subscribers',
  'kB each (RSS)',
  'kB each (heap)',
  'messages/s',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'p95 ms, oldest',
  'missing',
  'lost',
  'CPU of the gateway',
];

const { values } = parseArgs({
  options: {
    subscribers: { type: 'string', default: '2000' },
    many: { type: 'string', default: '10000' },
    // Each is followed over a connection of its own to the statistics too: the gateway needs two descriptors for each.
    customers: { type: 'string', default: '9000' },
    rate: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '10' },
    only: { type: 'string' },
  },
});
const [subscribers, many] = [Number(values.subscribers), Number(values.many)];
const [customers, perSecond] = [Number(values.customers), Number(values.rate)];
const forMs = Number(values.seconds) * 1_000;
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
  const found = await measureAll({ system, load, writer });
  console.log(`${describeMachine()}; ${perSecond} invoices/s for ${values.seconds} s.\n`);
  console.log(toMarkdownTable(header, found.map(toRow)));
  for (const { of, lost } of found) {
    if (lost.length > 0) console.log(`${of}: ${lost.length} subscriptions were lost: ${lost[0]}`);
  }
} finally {
  await load.close();
  await writer.close();
  await system.close();
}

async function measureAll(parts: MeasureParts): Promise<Measured[]> {
  const found: Measured[] = [];
  const take = async (of: Kind, count: number, ms = forMs) => {
    if (values.only !== undefined && values.only !== of) return undefined;
    signal.throwIfAborted();
    const measured = await measure(parts, { of, subscribers: count, perSecond, forMs: ms, signal });
    found.push(measured);
    console.error(toRow(measured).join('  '));
    return measured;
  };
  const climb = async (of: keyof typeof ladders) => {
    for (const count of ladders[of]) {
      const measured = await take(of, count, forMs / 2);
      if (measured === undefined || measured.latency.p95 > aimMs || measured.missing > 0) break;
    }
  };
  await take('liveTotals', subscribers);
  await take('customerTotal', subscribers);
  await take('invoiceReceived, reaching out', 1);
  await climb('invoiceReceived');
  await climb('liveTotals');
  await take('liveTotals', many);
  await take('customerTotal', customers);
  return found;
}

function toRow(measured: Measured): string[] {
  const { of, subscribers, rss, heap, latency, oldest, missing, lost, gatewayCpu } = measured;
  const toMs = (ms: number) => ms.toFixed(1);
  return [
    of,
    String(subscribers),
    (rss / 1_000).toFixed(1),
    (heap / 1_000).toFixed(1),
    String(Math.round((latency.receipts / measured.forMs) * 1_000)),
    toMs(latency.p50),
    toMs(latency.p95),
    toMs(latency.p99),
    toMs(oldest.p95),
    String(missing),
    String(lost.length),
    `${Math.round(gatewayCpu * 100)} %`,
  ];
}
