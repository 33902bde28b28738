import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalRun } from '../../engine/local-run.ts';
import { CustomerTotalsChanges } from './customer-totals/customer-totals-changes.ts';
import { type Invoice, toInvoice } from './invoice.ts';
import { emptySum } from './invoice-sum.ts';
import { windowsOperator } from './live-totals/live-totals.ts';
import { LiveTotalsChanges } from './live-totals/live-totals-changes.ts';
import { maxAheadMs, sliceMs, windowMs } from './live-totals/windows.ts';
import { createInvoiceTopology, invoiceTopic } from './topology.ts';

const ada = toInvoice(
  { customerId: 'c-1', customerName: 'Ada', amountMinor: 100n, currency: 'EUR' },
  { aheadMs: 0, isSimulated: false },
);

function runAll(
  given: readonly (Partial<Invoice> & { atMs: number })[],
  run = new LocalRun(createInvoiceTopology()),
) {
  const liveTotals = new LiveTotalsChanges();
  const customerTotals = new CustomerTotalsChanges();
  for (const { atMs: timestampMs, ...changes } of given) {
    const value = { ...ada, ...changes };
    for (const output of run.process(invoiceTopic, { key: value.customerKey, value, timestampMs })) {
      // An output that neither takes is another figure's.
      const takers = [liveTotals.collect(output), customerTotals.collect(output)].filter(Boolean);
      assert.ok(takers.length <= 1);
    }
  }
  const windows = run.report().find(({ operator }) => operator === windowsOperator);
  const all = liveTotals.windows();
  return {
    totals: liveTotals.totals(),
    customers: customerTotals.customers(),
    windows: all.filter(({ sizeMs }) => sizeMs === windowMs),
    all,
    late: windows?.late,
  };
}

test('sums by currency, exactly', () => {
  const { totals } = runAll([
    { atMs: 0, amountMinor: 9_007_199_254_740_993n },
    { atMs: 0, amountMinor: 1n },
    { atMs: 0, amountMinor: -5n, currency: 'USD' },
  ]);
  assert.deepEqual(totals, [
    { currency: 'EUR', origin: 'ISSUED', count: 2, amountMinor: 9_007_199_254_740_994n },
    { currency: 'USD', origin: 'ISSUED', count: 1, amountMinor: -5n },
  ]);
});

test('simulated invoices are summed apart, in totals, windows and for a customer', () => {
  const { totals, windows, customers } = runAll([
    { atMs: 0 },
    { atMs: 1, amountMinor: 7n, isSimulated: true },
    { atMs: 2 },
  ]);
  const sums = [
    ['ISSUED', 2, 200n],
    ['SIMULATED', 1, 7n],
  ];
  const toSums = (rows: typeof totals) => rows.map((row) => [row.origin, row.count, row.amountMinor]);
  assert.deepEqual(toSums(totals), sums);
  assert.deepEqual(toSums(windows), sums);
  assert.deepEqual(
    customers.map(({ count, amountMinor, simulated }) => ({ count, amountMinor, simulated })),
    [{ count: 2, amountMinor: 200n, simulated: { count: 1, amountMinor: 7n } }],
  );
});

test('a window takes its start and not its end', () => {
  const { windows } = runAll([{ atMs: 0 }, { atMs: windowMs - 1 }, { atMs: windowMs }]);
  assert.deepEqual(
    windows.map(({ startMs, count }) => [startMs, count]),
    [
      [0, 2],
      [windowMs, 1],
    ],
  );
});

test('what is late for its window is in the totals, and counted as late', () => {
  const graceMs = 10_000;
  const inTime = runAll([{ atMs: windowMs + graceMs - 1 }, { atMs: 0 }]);
  assert.equal(inTime.late, 0);
  assert.equal(inTime.windows.length, 2);
  const late = runAll([{ atMs: windowMs + graceMs }, { atMs: 0 }]);
  assert.equal(late.late, 1);
  assert.equal(late.windows.length, 1);
  assert.equal(late.totals[0]?.count, 2);
});

test('an invoice of the far future is in the totals, and does not make the others late', () => {
  const { totals, windows, late } = runAll([{ atMs: 9e12, aheadMs: maxAheadMs + 1 }, { atMs: 1_000 }]);
  assert.equal(totals[0]?.count, 2);
  assert.deepEqual(
    windows.map(({ startMs }) => startMs),
    [0],
  );
  assert.equal(late, 0);
});

test('a customer has a sum in each currency, and the name of the invoice issued last', () => {
  const { customers } = runAll([
    { atMs: 0 },
    { atMs: 2, customerName: 'Ada L.' },
    { atMs: 1, customerName: 'Ada B.' },
    { atMs: 2, currency: 'JPY', amountMinor: 7n },
  ]);
  assert.deepEqual(customers, [
    {
      customerKey: 'c-1',
      currency: 'EUR',
      customerName: 'Ada L.',
      simulated: emptySum,
      namedAtMs: 2,
      count: 3,
      amountMinor: 300n,
    },
    {
      customerKey: 'c-1',
      currency: 'JPY',
      customerName: 'Ada',
      simulated: emptySum,
      namedAtMs: 2,
      count: 1,
      amountMinor: 7n,
    },
  ]);
});

test('slices are finer windows of the same invoices', () => {
  const { all } = runAll([{ atMs: 0 }, { atMs: sliceMs }, { atMs: sliceMs + 1 }]);
  assert.deepEqual(
    all.filter(({ sizeMs }) => sizeMs === sliceMs).map(({ startMs, count }) => [startMs, count]),
    [
      [0, 1],
      [sliceMs, 2],
    ],
  );
});

test('goes on from stored state as if it had never stopped', () => {
  const first = new LocalRun(createInvoiceTopology());
  runAll([{ atMs: 0 }, { atMs: 20_000 }], first);
  const second = new LocalRun(createInvoiceTopology());
  second.restore(first.drainChanges());
  const then = [{ atMs: 1 }, { atMs: 20_001, currency: 'USD' }, { atMs: 20_002 }];
  assert.deepEqual(runAll(then, second), runAll(then, first));
});
