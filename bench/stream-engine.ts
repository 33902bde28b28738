import { LocalRun } from '../streams/engine/local-run.ts';
import type { StreamRecord } from '../streams/engine/record.ts';
import { bigintSerde, integerSerde, structSerde, textSerde, windowedSerde } from '../streams/engine/serde.ts';
import { createTopic } from '../streams/engine/topic.ts';
import { TopologyBuilder } from '../streams/engine/topology-builder.ts';
import { tumblingWindows } from '../streams/engine/windows.ts';
import { describeMachine, toMarkdownTable } from './markdown.ts';

/**
 * Records per second of the stream engine alone, on one core: the sum and count of all invoices in windows of 5 seconds, and
 * the total of each customer. Every update is given out; state changes are taken out as text after each batch, as a runtime
 * that stores them does. Nothing is read, written or decoded.
 */
interface Invoice {
  readonly invoiceNumber: string;
  readonly customerName: string;
  readonly amountMinor: bigint;
}

const records = 2_000_000;
const customers = 1_000;
const recordsPerEventSecond = 1_000;
const repeats = 5;
const startMs = Date.UTC(2026, 0, 1);

const totalsSerde = structSerde<{ count: number; amountMinor: bigint }>({
  count: integerSerde,
  amountMinor: bigintSerde,
});
const invoiceSerde = structSerde<Invoice>({
  invoiceNumber: textSerde,
  customerName: textSerde,
  amountMinor: bigintSerde,
});
const invoices = createTopic('invoices', textSerde, invoiceSerde);
const invoicesOfAll = createTopic('invoices-of-all', textSerde, invoiceSerde);
const totals = createTopic('totals', windowedSerde(textSerde), totalsSerde);
const customerTotals = createTopic('customer-totals', textSerde, totalsSerde);

const aggregation = {
  serde: totalsSerde,
  initial: () => ({ count: 0, amountMinor: 0n }),
  add: (sum: { count: number; amountMinor: bigint }, invoice: Invoice) => ({
    count: sum.count + 1,
    amountMinor: sum.amountMinor + invoice.amountMinor,
  }),
};

function buildTopology() {
  const builder = new TopologyBuilder();
  const stream = builder.stream(invoices).filterPresent();
  stream
    .groupByKey()
    .aggregate({ store: 'by-customer', ...aggregation })
    .toStream()
    .to(customerTotals);
  stream
    .selectKey(() => 'all')
    .repartition(invoicesOfAll)
    .filterPresent()
    .groupByKey()
    .windowedBy(tumblingWindows({ sizeMs: 5_000, graceMs: 1_000 }))
    .aggregate({ store: 'by-window', ...aggregation })
    .toStream()
    .to(totals);
  return builder.build();
}

/** Fresh objects and texts, as a decoder would give them. */
function createRecord(index: number): StreamRecord<string, Invoice> {
  return {
    // The order of the customers repeats without being regular.
    key: `customer-${(index * 7_919) % customers}`,
    value: {
      invoiceNumber: `2026-${index}`,
      customerName: `Customer ${index % customers}`,
      amountMinor: BigInt(100 + (index % 99_900)),
    },
    timestampMs: startMs + Math.floor((index * 1_000) / recordsPerEventSecond),
  };
}

/** Runs all records in batches, and gives the seconds the engine took; making the records is not counted. */
function run(batchRecords: number) {
  let results = 0;
  const local = new LocalRun(buildTopology(), () => {
    results += 1;
  });
  let changes = 0;
  let milliseconds = 0;
  for (let from = 0; from < records; from += batchRecords) {
    const batch = Array.from({ length: batchRecords }, (_, index) => createRecord(from + index));
    const startedAt = performance.now();
    for (const record of batch) local.process(invoices, record);
    changes += local.drainChanges().flat().length;
    milliseconds += performance.now() - startedAt;
  }
  if (results !== 2 * records) throw new Error(`${results} results came of ${records} records.`);
  return { seconds: milliseconds / 1_000, changes };
}

const emptyMiB = process.memoryUsage().rss / 1_048_576;
const rows = [1_000, 10_000].map((batchRecords) => {
  const runs = Array.from({ length: repeats }, () => run(batchRecords)).sort((a, b) => a.seconds - b.seconds);
  const median = runs[Math.floor(repeats / 2)] ?? { seconds: Number.NaN, changes: 0 };
  return [
    batchRecords.toLocaleString('en'),
    Math.round(records / median.seconds).toLocaleString('en'),
    Math.round(records / (runs[0]?.seconds ?? Number.NaN)).toLocaleString('en'),
    median.changes.toLocaleString('en'),
  ];
});
const peakMiB = process.resourceUsage().maxRSS / 1_024;

console.log(`${describeMachine()}\n`);
console.log(`${records.toLocaleString('en')} records, ${customers} customers, median of ${repeats} runs.\n`);
console.log(
  toMarkdownTable(['records a batch', 'records/s, median', 'records/s, best', 'state entries written'], rows),
);
console.log(
  `\nMemory: ${Math.round(peakMiB)} MiB at most, ${Math.round(emptyMiB)} MiB before the first record.`,
);
