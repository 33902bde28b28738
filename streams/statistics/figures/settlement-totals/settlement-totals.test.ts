import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LocalRun } from '../../../engine/local-run.ts';
import { CustomerSettlementsChanges } from '../customer-settlements/customer-settlements-changes.ts';
import { defaultGraceMs, maxAheadMs, maxBehindMs, sliceMs, windowMs } from '../live-totals/windows.ts';
import type { SettlementEntry } from '../settlement.ts';
import { createInvoiceTopology, settlementTopic } from '../topology.ts';
import { SettlementTotalsChanges } from './settlement-totals-changes.ts';

type Given = SettlementEntry & { readonly atMs: number };

/** Runs settlements through the topology in batches; after each, what is stored is taken over by a new process. */
function runBatches(batches: readonly (readonly Given[])[]) {
  const totals = new Map<string, bigint>();
  const customers = new Map<string, bigint>();
  const windows = new Map<string, string>();
  const stored = new Map<string, string>();
  for (const batch of batches) {
    const run = new LocalRun(createInvoiceTopology());
    run.restore(toState(stored));
    const ofTotals = new SettlementTotalsChanges();
    const ofCustomers = new CustomerSettlementsChanges();
    for (const { atMs: timestampMs, ...value } of batch) {
      for (const output of run.process(settlementTopic, { key: value.customerKey, value, timestampMs }))
        assert.notEqual(ofTotals.collect(output), ofCustomers.collect(output));
    }
    for (const { currency, kind, amountMinor } of ofTotals.totals())
      add(totals, `${currency} ${kind}`, amountMinor);
    for (const { customerKey, currency, kind, amountMinor } of ofCustomers.customers())
      add(customers, `${customerKey} ${currency} ${kind}`, amountMinor);
    for (const { sizeMs, startMs, currency, kind, count, amountMinor } of ofTotals.windows())
      windows.set(`${sizeMs} ${startMs} ${currency} ${kind}`, `${count} ${amountMinor}`);
    for (const [subtopology, entries] of run.drainChanges().entries()) {
      for (const { store, key, value } of entries) {
        const place = JSON.stringify([subtopology, store, key]);
        if (value === null) stored.delete(place);
        else stored.set(place, value);
      }
    }
  }
  return { totals, customers, windows };
}

function toState(stored: ReadonlyMap<string, string>) {
  const { subtopologies } = createInvoiceTopology();
  return subtopologies.map(({ id }) =>
    Array.from(stored, ([place, value]) => ({ place: JSON.parse(place) as [number, string, string], value }))
      .filter(({ place }) => place[0] === id)
      .map(({ place: [, store, key], value }) => ({ store, key, value })),
  );
}

function add(sums: Map<string, bigint>, key: string, amountMinor: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amountMinor);
}

/** The rules of Kafka Streams for tumbling windows, written down once more: one stream time for all keys. */
function sumWindows(
  given: readonly Given[],
  sizeMs: number,
  isTaken: (one: Given) => boolean,
): Map<string, string> {
  const sums = new Map<string, { count: number; amountMinor: bigint }>();
  let streamTimeMs = -1;
  for (const one of given.filter(isTaken)) {
    streamTimeMs = Math.max(streamTimeMs, one.atMs);
    const startMs = one.atMs - (one.atMs % sizeMs);
    if (startMs + sizeMs + defaultGraceMs <= streamTimeMs) continue;
    const key = `${sizeMs} ${startMs} ${one.currency} ${one.kind}`;
    const { count, amountMinor } = sums.get(key) ?? { count: 0, amountMinor: 0n };
    sums.set(key, { count: count + one.count, amountMinor: amountMinor + one.amountMinor });
  }
  return new Map(Array.from(sums, ([key, { count, amountMinor }]) => [key, `${count} ${amountMinor}`]));
}

const settlements = fc.record({
  kind: fc.constantFrom('CREDITED', 'VOIDED', 'PAID'),
  customerKey: fc.constantFrom('a', 'b', 'Zoé'),
  currency: fc.constantFrom('EUR', 'JPY'),
  count: fc.constantFrom(1, 0, -1),
  amountMinor: fc.bigInt(-(10n ** 20n), 10n ** 20n),
  aheadMs: fc.constantFrom(0, -5, maxAheadMs, maxAheadMs + 1, -maxBehindMs, -maxBehindMs - 1),
  atMs: fc.integer({ min: 0, max: 60_000 }),
});

test('totals, customers and windows are those of a plain sum, wherever batches end and processes begin anew', () => {
  const batches = fc.array(fc.array(settlements, { maxLength: 12 }), { maxLength: 5 });
  fc.assert(
    fc.property(batches, (given) => {
      const all = given.flat();
      const { totals, customers, windows } = runBatches(given);
      const expected = { totals: new Map<string, bigint>(), customers: new Map<string, bigint>() };
      for (const { customerKey, currency, kind, amountMinor } of all) {
        add(expected.totals, `${currency} ${kind}`, amountMinor);
        add(expected.customers, `${customerKey} ${currency} ${kind}`, amountMinor);
      }
      assert.deepEqual(totals, expected.totals);
      assert.deepEqual(customers, expected.customers);
      const isTimely = ({ aheadMs }: Given) => aheadMs <= maxAheadMs;
      const isRecent = (one: Given) => isTimely(one) && one.aheadMs >= -maxBehindMs;
      assert.deepEqual(
        windows,
        new Map([...sumWindows(all, windowMs, isTimely), ...sumWindows(all, sliceMs, isRecent)]),
      );
    }),
  );
});

test('the parts of the topology that earlier releases have stored state of keep their places', () => {
  const sources = createInvoiceTopology().subtopologies.map((part) => part.sources.map(({ name }) => name));
  assert.deepEqual(sources, [
    ['FACTURATION'],
    ['invoices-by-currency'],
    ['settlements'],
    ['settlements-by-series'],
  ]);
});
