import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createBell } from '#platform/waiting/bell.ts';
import { PositionError } from './load-received.ts';
import { type Positions, positionOf } from './positions.ts';
import { ReceivedFeed } from './received-feed.ts';
import type { ReceivedEvent } from './received-follower.ts';
import type { ReceivedBatch } from './received-invoice.ts';

const partitionCount = 3;

/** Stands in for the tables, since it has to fail and to forget when the test wants it. */
function createTable() {
  const batches: ReceivedBatch[] = [];
  const ends = Array.from({ length: partitionCount }, () => 0n);
  const keptFrom = Array.from({ length: partitionCount }, () => 0n);
  return {
    ends,
    failures: 0,
    /** The gap stands for records that are not invoices. */
    append(partition: number, count: number, gap: number): void {
      const fromOffset = positionOf(ends, partition) + BigInt(gap);
      const invoices = Array.from({ length: count }, (_, nth) =>
        toInvoice(partition, fromOffset + BigInt(nth)),
      );
      ends[partition] = fromOffset + BigInt(count);
      batches.push({ partition, fromOffset, nextOffset: positionOf(ends, partition), invoices });
    },
    forget(): void {
      for (const { partition, nextOffset } of batches.splice(0)) keptFrom[partition] = nextOffset;
    },
    load(after: Positions): ReceivedBatch[] {
      if (keptFrom.some((from, partition) => positionOf(after, partition) < from))
        throw new PositionError('POSITION_EXPIRED', 'no longer kept');
      // One batch of each partition, so that a follower far behind needs several pages.
      return ends.flatMap((_end, partition) =>
        batches
          .filter((batch) => batch.partition === partition && batch.nextOffset > positionOf(after, partition))
          .slice(0, 1),
      );
    },
    after(from: Positions): string[] {
      return batches
        .flatMap(({ partition, invoices }) => invoices.map(({ offset }) => ({ partition, offset })))
        .filter(({ partition, offset }) => offset >= positionOf(from, partition))
        .map(({ partition, offset }) => `${partition}:${offset}`);
    },
  };
}

function toInvoice(partition: number, offset: bigint) {
  return {
    offset,
    invoiceNumber: `${partition}:${offset}`,
    customerName: 'Martin',
    amountMinor: 1n,
    currency: 'EUR',
    issuedAtMs: 0,
    customerId: null,
    issueDate: null,
    isSimulated: false,
  };
}

function createFeed(table: ReturnType<typeof createTable>, windowInvoices: number) {
  const changes = createBell();
  const mayFail = async () => {
    await new Promise(setImmediate);
    if (table.failures === 0) return;
    table.failures -= 1;
    throw new Error('away');
  };
  const feed = new ReceivedFeed({
    loadPositions: () => mayFail().then(() => [...table.ends]),
    loadReceived: (after) => mayFail().then(() => table.load(after)),
    changes,
    pollMs: 5,
    windowInvoices,
    firstBackoffMs: 1,
    onError: () => {},
  });
  return { feed, changes };
}

/** By partition, as the order between partitions is free. */
function byPartition(names: readonly string[]): Record<string, string[]> {
  const groups = Map.groupBy(names, (name) => name.split(':')[0] ?? '');
  return Object.fromEntries([...groups].toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

async function take(
  events: AsyncIterableIterator<ReceivedEvent>,
  count: number,
): Promise<{ names: string[]; last: Positions | undefined }> {
  const names: string[] = [];
  let last: Positions | undefined;
  while (names.length < count) {
    const { value, done } = await events.next();
    assert.notEqual(done, true);
    const { invoice, positions }: ReceivedEvent = value;
    names.push(invoice.invoiceNumber);
    last = positions;
  }
  return { names, last };
}

const append = fc.tuple(
  fc.integer({ min: 0, max: partitionCount - 1 }),
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 0, max: 3 }),
);

test('a follower from any position gets each invoice once and in order, through failures and new starts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(append, { maxLength: 12 }),
      fc.array(append, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 1, max: 9 }),
      async (earlier, later, windowInvoices, failures, stride) => {
        const table = createTable();
        for (const batch of earlier) table.append(...batch);
        const middle = [...table.ends];
        const { feed, changes } = createFeed(table, windowInvoices);
        const fromNow = feed.follow(middle);
        const fromStart = feed.follow([]);
        for (const batch of later) {
          await new Promise(setImmediate);
          table.append(...batch);
          changes.ring();
          table.failures = failures;
        }
        try {
          const wantedNow = table.after(middle);
          const wantedAll = table.after([]);
          const now = await take(fromNow, wantedNow.length);
          assert.deepEqual(byPartition(now.names), byPartition(wantedNow));
          // One that comes back after every few events, each time after its last cursor.
          const pieces: string[] = [];
          let cursor: Positions = [];
          while (pieces.length < wantedAll.length) {
            const events = feed.follow(cursor);
            const piece = await take(events, Math.min(stride, wantedAll.length - pieces.length));
            await events.return?.();
            pieces.push(...piece.names);
            cursor = piece.last ?? cursor;
          }
          const all = await take(fromStart, wantedAll.length);
          assert.deepEqual(byPartition(all.names), byPartition(wantedAll));
          assert.deepEqual(byPartition(pieces), byPartition(wantedAll));
        } finally {
          await Promise.all([fromNow.return?.(), fromStart.return?.()]);
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('a follower that is too far behind is told, and others go on', async () => {
  const table = createTable();
  table.append(0, 3, 0);
  const { feed, changes } = createFeed(table, 10);
  const behind = feed.follow([]);
  assert.deepEqual((await take(behind, 1)).names, ['0:0']);
  const atEnd = feed.follow([3n]);
  const next = atEnd.next();
  table.forget();
  table.append(0, 1, 0);
  changes.ring();
  assert.equal((await next).value.invoice.offset, 3n);
  // The invoices that it holds already still come.
  assert.deepEqual((await take(behind, 2)).names, ['0:1', '0:2']);
  const tooLate = feed.follow([1n]);
  await assert.rejects(tooLate.next(), { code: 'POSITION_EXPIRED' });
  await Promise.all([behind.return?.(), atEnd.return?.()]);
});

test('one reader of the end serves a thousand followers and stops with the last one', async () => {
  const table = createTable();
  let loads = 0;
  const { load } = table;
  table.load = (after) => {
    loads += 1;
    return load(after);
  };
  const { feed, changes } = createFeed(table, 10);
  const followers = Array.from({ length: 1_000 }, () => feed.follow([]));
  const nexts = followers.map((events) => events.next());
  const { promise, resolve } = Promise.withResolvers<void>();
  setImmediate(() => setImmediate(() => setImmediate(resolve)));
  await promise;
  loads = 0;
  table.append(1, 1, 0);
  changes.ring();
  for (const next of await Promise.all(nexts)) assert.equal(next.value.invoice.offset, 0n);
  assert.ok(loads < 10, String(loads));
  await Promise.all(followers.map((events) => events.return?.()));
});
