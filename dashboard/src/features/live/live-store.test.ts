import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiveFiguresFragment } from '../../generated/graphql.ts';
import { type LiveFeed, LiveStore, type NewestInvoice } from './live-store.ts';

const feeds: readonly LiveFeed[] = ['totals', 'customers', 'invoices'];

/** A store whose clock and painting are in the hands of the test. */
function createStore() {
  const tasks: (() => void)[] = [];
  const later: (() => void)[] = [];
  const clock = { nowMs: 1_000_000 };
  const store = new LiveStore({
    schedule: (task) => tasks.push(task),
    afterPaint: (task) => later.push(task),
    now: () => clock.nowMs,
  });
  let paints = 0;
  store.subscribe(() => {
    paints += 1;
  });
  return {
    store,
    clock,
    /** Paints the first part of a view, or the next one. */
    paintPart: () => (later.shift() ?? tasks.shift())?.(),
    paint: () => {
      for (const task of tasks.splice(0)) task();
      while (later.length > 0) later.shift()?.();
    },
    countPaints: () => paints,
    setAll: (status: Parameters<LiveStore['setStatus']>[1]) => {
      for (const feed of feeds) store.setStatus(feed, status);
    },
  };
}

function toFigures(invoicesPerSecond: number, total?: string): LiveFiguresFragment {
  const amount = { __typename: 'Money', amount: total ?? '0.00', currency: 'EUR' } as const;
  const currency = {
    __typename: 'CurrencyTotal',
    count: 1,
    creditedCount: 0,
    voidedCount: 0,
    paymentCount: 0,
    total: amount,
    creditedTotal: amount,
    voidedTotal: amount,
    netTotal: amount,
    paidTotal: amount,
  } as const;
  return {
    __typename: 'LiveTotals',
    takenAt: '2026-11-29T16:29:43Z',
    invoicesPerSecond,
    allTime: [currency],
    lastFiveSeconds: total === undefined ? [] : [currency],
  };
}

function toInvoice(number: string): NewestInvoice {
  return {
    number,
    customerName: 'A',
    amount: { amount: '1.00', currency: 'EUR' },
    issuedAt: undefined,
    isSimulated: false,
    id: undefined,
  };
}

test('a hundred events are one redraw, of the newest figures', () => {
  const { store, paint, countPaints } = createStore();
  for (let count = 1; count <= 100; count += 1) store.takeFigures(toFigures(count));
  assert.equal(countPaints(), 0);
  paint();
  assert.equal(countPaints(), 1);
  assert.equal(store.view.figures?.invoicesPerSecond, 100);
});

test('the parts of a view come one after the other, and what changes meanwhile comes after all of them', () => {
  const { store, paintPart, setAll } = createStore();
  setAll('live');
  store.takeFigures(toFigures(1));
  store.takeInvoice(toInvoice('1'));
  store.tick();
  const toParts = () => {
    const { figures, invoices, samples } = store.view;
    return [figures?.invoicesPerSecond, invoices.length, samples.length];
  };
  paintPart();
  assert.deepEqual(toParts(), [1, 0, 0]);
  store.takeFigures(toFigures(2));
  store.takeInvoice(toInvoice('2'));
  paintPart();
  assert.deepEqual(toParts(), [1, 1, 0]);
  paintPart();
  assert.deepEqual(toParts(), [1, 1, 1]);
  paintPart();
  assert.deepEqual(toParts(), [2, 1, 1]);
  paintPart();
  assert.deepEqual(toParts(), [2, 2, 1]);
});

test('a pause keeps the view, counts what comes, and nothing is lost when it ends', () => {
  const { store, paint } = createStore();
  store.takeInvoice(toInvoice('1'));
  store.takeFigures(toFigures(1));
  paint();
  store.pause();
  for (const number of ['2', '3']) store.takeInvoice(toInvoice(number));
  store.takeFigures(toFigures(7));
  paint();
  assert.equal(store.view.figures?.invoicesPerSecond, 1);
  assert.deepEqual(
    store.view.invoices.map(({ number }) => number),
    ['1'],
  );
  assert.equal(store.view.waitingCount, 2);
  store.resume();
  assert.equal(store.view.isPaused, false);
  assert.equal(store.view.figures?.invoicesPerSecond, 1);
  paint();
  assert.equal(store.view.figures?.invoicesPerSecond, 7);
  assert.deepEqual(
    store.view.invoices.map(({ number }) => number),
    ['3', '2', '1'],
  );
});

test('values stay and their age is known while the connection is lost', () => {
  const { store, clock, paint, setAll } = createStore();
  store.takeFigures(toFigures(3, '9.00'));
  setAll('live');
  paint();
  assert.equal(store.view.state, 'live');
  clock.nowMs += 60_000;
  store.setStatus('totals', 'reconnecting');
  paint();
  assert.equal(store.view.state, 'reconnecting');
  assert.equal(store.view.figures?.invoicesPerSecond, 3);
  assert.equal(store.view.receivedAtMs, 1_000_000);
});

test('figures are stale when the totals of three seconds are missing, also on a quiet day, until they come again', () => {
  const { store, clock, setAll, paint } = createStore();
  setAll('live');
  store.takeFigures(toFigures(0));
  const tickAfter = (ms: number) => {
    clock.nowMs += ms;
    store.tick();
    paint();
    return store.view.state;
  };
  assert.deepEqual([tickAfter(1_000), tickAfter(1_000), tickAfter(1_000)], ['live', 'live', 'stale']);
  store.takeFigures(toFigures(0));
  paint();
  assert.equal(store.view.state, 'live');
});

test('the worst feed decides the state, and one that ended says why', () => {
  const { store, setAll, paint } = createStore();
  setAll('live');
  store.setProblem('customers', 'FORBIDDEN', 'not for your roles');
  store.setStatus('customers', 'ended');
  store.setStatus('invoices', 'reconnecting');
  store.setStatus('invoices', 'live');
  paint();
  assert.equal(store.view.state, 'ended');
  assert.equal(store.view.problem?.message, 'not for your roles');
});

test('a time without figures is a gap in the chart', () => {
  const { store, clock, setAll, paint } = createStore();
  store.tick();
  setAll('live');
  store.takeFigures(toFigures(2, '9.00'));
  store.tick();
  clock.nowMs += 1_000;
  store.setStatus('totals', 'reconnecting');
  store.tick();
  clock.nowMs += 60_000;
  setAll('live');
  store.takeFigures(toFigures(4, '8.00'));
  store.tick();
  paint();
  assert.deepEqual(
    store.view.samples.map(({ invoicesPerSecond }) => invoicesPerSecond),
    [2, null, null, 4],
  );
  assert.deepEqual(store.view.samples.at(-1)?.totals, { EUR: '8.00' });
});

test('an invoice of the snapshot that comes again is shown once', () => {
  const { store, paint } = createStore();
  store.takeInvoice(toInvoice('3'));
  store.takeOlderInvoices(['3', '2', '1'].map(toInvoice));
  paint();
  assert.deepEqual(
    store.view.invoices.map(({ number }) => number),
    ['3', '2', '1'],
  );
});

test('figures of a currency that have not changed stay the same, so that its rows are not written again', () => {
  const { store, paint, setAll } = createStore();
  setAll('live');
  const withTwo = (total: string): LiveFiguresFragment => {
    const { allTime: still } = toFigures(1, '1.00');
    const { allTime: moving } = toFigures(1, total);
    return { ...toFigures(1), allTime: [...still, ...moving] };
  };
  store.takeFigures(withTwo('2.00'));
  paint();
  const before = store.view.figures;
  store.takeFigures(withTwo('3.00'));
  paint();
  const now = store.view.figures;
  assert.equal(now?.allTime[0], before?.allTime[0]);
  assert.equal(now?.allTime[1]?.total.amount, '3.00');
});
