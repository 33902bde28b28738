import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LocalRun } from '../../engine/local-run.ts';
import { toInvoice } from '../figures/invoice.ts';
import { LiveTotalsChanges } from '../figures/live-totals/live-totals-changes.ts';
import { sliceMs, windowMs } from '../figures/live-totals/windows.ts';
import { createInvoiceTopology, invoiceTopic } from '../figures/topology.ts';
import { type StoredFigures, toSnapshot } from './snapshot.ts';

interface Issued {
  readonly atMs: number;
  readonly amountMinor: bigint;
  readonly currency?: string;
}

/** The stored figures after one partition has had these invoices. */
function toStored(issued: readonly Issued[]): StoredFigures {
  const run = new LocalRun(createInvoiceTopology());
  const changes = new LiveTotalsChanges();
  for (const { atMs: timestampMs, amountMinor, currency = 'EUR' } of issued) {
    const message = { customerId: 'c-1', customerName: 'Ada', amountMinor, currency };
    const value = toInvoice(message, { aheadMs: 0, isSimulated: false });
    for (const output of run.process(invoiceTopic, { key: 'c-1', value, timestampMs }))
      changes.collect(output);
  }
  return {
    positions: [],
    totals: changes.totals(),
    settlements: [],
    windows: changes.windows(),
    topCustomers: [],
  };
}

test('the figure of the last five seconds decays by the wall clock, with no further invoice', () => {
  const stored = toStored([
    { atMs: 100_000, amountMinor: 100n },
    { atMs: 102_000, amountMinor: 20n },
    { atMs: 104_000, amountMinor: 3n },
  ]);
  const amountsAt = (nowMs: number) =>
    toSnapshot(stored, nowMs).sliding.map(({ count, amountMinor }) => [count, amountMinor]);
  assert.deepEqual(amountsAt(99_000), []);
  assert.deepEqual(amountsAt(100_000), [[1, 100n]]);
  assert.deepEqual(amountsAt(104_999), [[3, 123n]]);
  assert.deepEqual(amountsAt(100_000 + windowMs + sliceMs), [[2, 23n]]);
  assert.deepEqual(amountsAt(102_000 + windowMs + sliceMs), [[1, 3n]]);
  assert.deepEqual(amountsAt(104_000 + windowMs + sliceMs), []);
  assert.deepEqual(toSnapshot(stored, 1e12).totals, [
    { currency: 'EUR', origin: 'ISSUED', count: 3, amountMinor: 123n },
  ]);
});

test('the figure of the last five seconds adds partitions up, each currency by itself', () => {
  const parts = [
    toStored([
      { atMs: 1_000, amountMinor: 1n },
      { atMs: 1_010, amountMinor: 40n, currency: 'USD' },
    ]),
    toStored([{ atMs: 1_050, amountMinor: 2n }]),
  ];
  const stored = {
    positions: [],
    totals: [],
    settlements: [],
    windows: parts.flatMap(({ windows }) => windows),
    topCustomers: [],
  };
  assert.deepEqual(toSnapshot(stored, 2_000).sliding, [
    { currency: 'EUR', origin: 'ISSUED', count: 2, amountMinor: 3n },
    { currency: 'USD', origin: 'ISSUED', count: 1, amountMinor: 40n },
  ]);
});

test('the figure of the last five seconds is exact to a slice at any moment', () => {
  const issued = fc.array(
    fc.record({
      atMs: fc.integer({ min: 0, max: 9_000 }),
      amountMinor: fc.bigInt({ min: 1n, max: 10_000n }),
    }),
    { maxLength: 50 },
  );
  fc.assert(
    fc.property(issued, fc.integer({ min: 0, max: 20_000 }), (given, nowMs) => {
      const [figure] = toSnapshot(toStored(given), nowMs).sliding;
      const sumBetween = (fromMs: number, toMs: number) =>
        given
          .filter(({ atMs }) => atMs > fromMs && atMs <= toMs)
          .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
      const amountMinor = figure?.amountMinor ?? 0n;
      assert.ok(amountMinor >= sumBetween(nowMs - windowMs, nowMs));
      assert.ok(amountMinor <= sumBetween(nowMs - windowMs - sliceMs, nowMs + sliceMs));
    }),
  );
});
